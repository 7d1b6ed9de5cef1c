/** Input that is not what an analysis takes: the input's matter, no defect of this server. */
export abstract class UnreadableInput extends Error {}

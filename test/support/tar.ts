/** A file to put into a tar; `size` and `checksum` are what its header says where they are to be wrong. */
export interface TarMember {
  readonly name: string;
  readonly content: string;
  readonly type?: string;
  readonly size?: string;
  readonly checksum?: string;
}

/** A tar of these files, by POSIX's ustar format, with two blocks of zeros at its end. */
export function tarOf(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ name, content, type = "0", size, checksum }) => {
    const data = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write("0000644\0", 100);
    header.write(size ?? `${data.length.toString(8).padStart(11, "0")}\0`, 124, 12);
    header.write("        ", 148);
    header.write(type, 156);
    header.write("ustar\x0000", 257);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(checksum ?? `${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

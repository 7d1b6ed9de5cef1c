/** In place of the SDK's validator, which is for answers of people to questions that this server never asks. */
export class AjvJsonSchemaValidator {
  getValidator() {
    throw new Error("this server asks people nothing");
  }
}

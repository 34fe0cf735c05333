/** Thrown while a mail is rendered; its message is our own, without a value of the data. */
export class Refusal extends Error {}

import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/deliver-all.ts",
	text: "return batch.stopped === undefined && isTimeToSend(batch);",
	becomes: "return isTimeToSend(batch);",
	wrong: "The rest of the batch is tried on an account that has just failed.",
} satisfies Mutant;

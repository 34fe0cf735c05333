/** Writes schema/email-message.v1.json from the one definition of the message format: `node schema/generate.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emailMessageSchema } from "./email-message.ts";

writeFileSync(
	join(import.meta.dirname, "email-message.v1.json"),
	`${JSON.stringify(emailMessageSchema(), null, 2)}\n`,
);

/** Writes schema/email-message.v1.json from the one definition of the message format: `npm run schema`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emailMessageJson } from "./email-message.ts";

writeFileSync(
	join(import.meta.dirname, "email-message.v1.json"),
	emailMessageJson(),
);

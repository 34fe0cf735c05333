import { extname } from "node:path";

/** In the package these are JavaScript files; in the repository its scripts call them. */
const IS_PACKED = extname(import.meta.filename) === ".js";

/** How these commands are called, up to the verb. */
export const LOCAL = IS_PACKED ? "npx sqs-gmail-sender-local" : "npm start --";
/** How the operator's commands are called, up to the verb. */
export const OPS = IS_PACKED ? "npx sqs-gmail-sender" : "npm run ops --";

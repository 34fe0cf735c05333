import type * as v from "valibot";
import type { messageSchema } from "../functions/send-email/domain/message-schema.ts";

/** A message of format version 1, as a producer writes it; see docs/message-format.md. */
export type Email = v.InferInput<typeof messageSchema>;

import type { S3Reference } from "./message.ts";

/** An object of S3's as it was found: these very bytes are read later, or none. */
export interface S3File extends S3Reference {
	readonly etag: string;
	readonly bytes: number;
}

import { randomBytes } from "node:crypto";
import type { StoredObject } from "../fauxqs-parts.ts";

export const VERSION_ID = "x-amz-version-id";
export const DELETE_MARKER = "x-amz-delete-marker";

interface Version {
	readonly id: string;
	/** Undefined: a delete marker. */
	readonly object: StoredObject | undefined;
}

/** Every version of the objects of buckets that keep them, newest last. */
export class Versions {
	readonly #buckets = new Map<string, Map<string, Version[]>>();

	/** From now on the bucket keeps versions. */
	enable(bucket: string): void {
		if (!this.isKept(bucket)) this.#buckets.set(bucket, new Map());
	}

	isKept(bucket: string): boolean {
		return this.#buckets.has(bucket);
	}

	/** @returns the new version's id. */
	add(bucket: string, key: string, object: StoredObject | undefined): string {
		const id = randomBytes(24).toString("base64url");
		this.#buckets
			.get(bucket)
			?.set(key, [...this.#of(bucket, key), { id, object }]);
		return id;
	}

	latest(bucket: string, key: string): Version | undefined {
		return this.#of(bucket, key).at(-1);
	}

	find(bucket: string, key: string, id: string): Version | undefined {
		return this.#of(bucket, key).find((version) => version.id === id);
	}

	remove(bucket: string, key: string, id: string): void {
		const left = this.#of(bucket, key).filter((version) => version.id !== id);
		this.#buckets.get(bucket)?.set(key, left);
	}

	#of(bucket: string, key: string): readonly Version[] {
		return this.#buckets.get(bucket)?.get(key) ?? [];
	}
}

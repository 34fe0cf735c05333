import { type Actions, AwsError } from "../http.ts";
import type { planKeys } from "./plan.ts";

type Key = ReturnType<typeof planKeys>[number];

/** KMS as far as keys have policies: nothing is encrypted here. */
export class Keys {
	readonly #keys: Key[] = [];

	add(key: Key): void {
		this.#keys.push(key);
	}

	/** The policy of a key; undefined for a key that AWS manages, whose policy nobody can change. */
	policyOf(keyId: string): string | undefined {
		return isManagedByAws(keyId) ? undefined : this.#find(keyId).policy;
	}

	readonly actions: Actions = {
		DescribeKey: ({ KeyId }) => {
			const id = String(KeyId);
			if (isManagedByAws(id))
				return { KeyMetadata: { KeyId: id, KeyManager: "AWS" } };
			const { id: found, arn } = this.#find(id);
			return {
				KeyMetadata: { KeyId: found, Arn: arn, KeyManager: "CUSTOMER" },
			};
		},
		// As on AWS, these two take no alias.
		GetKeyPolicy: ({ KeyId }) => ({
			Policy: this.#findByKey(String(KeyId)).policy,
			PolicyName: "default",
		}),
		PutKeyPolicy: ({ KeyId, Policy }) => {
			this.#findByKey(String(KeyId)).policy = String(Policy);
		},
	};

	#find(keyId: string): Key {
		const alias = /\balias\/.*/.exec(keyId)?.[0] ?? "";
		return (
			this.#keys.find(({ aliases }) => aliases.includes(alias)) ??
			this.#findByKey(keyId)
		);
	}

	#findByKey(keyId: string): Key {
		const found = this.#keys.find(({ id, arn }) => [id, arn].includes(keyId));
		if (found !== undefined) return found;
		throw new AwsError("NotFoundException", `Key '${keyId}' does not exist`);
	}
}

function isManagedByAws(keyId: string): boolean {
	return /(^|:)alias\/aws\//.test(keyId);
}

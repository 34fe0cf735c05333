import { Token } from "aws-cdk-lib";

/**
 * Who besides the sender's own stack may publish: its workloads and its AWS services.
 *
 *     new GmailSender(this, "Mail", {
 *       mailbox: "alerts@your-domain.com", mailboxType: "workspace",
 *       allowProducers: [Producers.account("123456789012"), Producers.organization("o-a1b2c3d4e5")],
 *     });
 */
export class Producers {
	/** An account, by its 12 digits. */
	static account(id: string): Producers {
		if (!Token.isUnresolved(id) && !/^\d{12}$/.test(id)) {
			throw new Error(
				`Cannot allow the account "${id}" as it is no account id: allowed are 12 digits in quotes, such as "123456789012"`,
			);
		}
		return new Producers("account", id);
	}

	/** Every account of an organization, by the organization's id. */
	static organization(id: string): Producers {
		if (!Token.isUnresolved(id) && !/^o-[a-z0-9]{10,32}$/.test(id)) {
			throw new Error(
				`Cannot allow the organization "${id}" as it is no organization's id: allowed is o- and 10 to 32 letters and digits, such as "o-a1b2c3d4e5" (aws organizations describe-organization)`,
			);
		}
		return new Producers("organization", id);
	}

	/**
	 * As senders.json writes it: `account:123456789012` or `organization:o-a1b2c3d4e5`.
	 *
	 * @throws Error that says what is allowed.
	 */
	static parse(text: string): Producers {
		const [kind, id, ...rest] = text.split(":");
		if (id !== undefined && rest.length === 0) {
			if (kind === "account") return Producers.account(id);
			if (kind === "organization") return Producers.organization(id);
		}
		throw new Error(
			`Cannot allow the producers "${text}": allowed is account:123456789012 or organization:o-a1b2c3d4e5`,
		);
	}

	readonly kind: "account" | "organization";
	readonly id: string;

	private constructor(kind: "account" | "organization", id: string) {
		this.kind = kind;
		this.id = id;
	}

	/** As senders.json and the manifest write it. */
	toString(): string {
		return `${this.kind}:${this.id}`;
	}
}

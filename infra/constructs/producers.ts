import { Annotations, Lazy, Token } from "aws-cdk-lib";
import { type IGrantable, type IRole, Role, User } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/** Who may send, by the id that SQS reports as a message's SenderId. */
export class Producers {
	readonly #names = new Map<string, string>();

	/** JSON object from id to name, complete once the app is synthesized. */
	readonly json = Lazy.string({
		produce: () =>
			`{${[...this.#names].map(([id, name]) => `"${id}":${JSON.stringify(name)}`).join(",")}}`,
	});

	/** Remembers the name of a grantee. */
	add(scope: Construct, grantee: IGrantable, name: string): void {
		if (!/^[\w.-]{1,64}$/.test(name)) {
			throw new Error(
				`Cannot name the producer "${name}": allowed are 1 to 64 letters, digits and . _ -`,
			);
		}
		const id = uniqueIdOf(grantee);
		if (id === undefined) {
			Annotations.of(scope).addWarningV2(
				"sqs-gmail-sender:unnamed-producer",
				`Cannot tell the producer "${name}" apart as its role or user is imported: its messages are reported under AWS's own id for it`,
			);
			return;
		}
		this.#names.set(id, name);
	}
}

function uniqueIdOf({ grantPrincipal }: IGrantable): string | undefined {
	if (grantPrincipal instanceof Role) return (grantPrincipal as Role).roleId;
	if (grantPrincipal instanceof User) return undefined;
	const role = grantPrincipal as Partial<IRole & { readonly roleId: string }>;
	return typeof role.roleId === "string" && Token.isUnresolved(role.roleId)
		? role.roleId
		: undefined;
}

import { Annotations, Lazy, Stack } from "aws-cdk-lib";
import { type IGrantable, Role } from "aws-cdk-lib/aws-iam";
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
		const id = uniqueIdOf(grantee, scope);
		if (id === undefined) {
			Annotations.of(scope).addWarningV2(
				"sqs-gmail-sender:unnamed-producer",
				`The producer "${name}" is reported under AWS's own id: its role is imported, or of another stack, and naming it here would make the two stacks depend on each other`,
			);
			return;
		}
		this.#names.set(id, name);
	}
}

function uniqueIdOf(
	{ grantPrincipal }: IGrantable,
	scope: Construct,
): string | undefined {
	if (!(grantPrincipal instanceof Role)) return undefined;
	return Stack.of(grantPrincipal) === Stack.of(scope)
		? grantPrincipal.roleId
		: undefined;
}

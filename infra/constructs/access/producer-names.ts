import { Annotations, Lazy, Stack } from "aws-cdk-lib";
import { type IGrantable, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/** Who may send, by the id that SQS reports as a message's SenderId. */
export class ProducerNames {
	readonly #names = new Map<string, string>();
	readonly #urgent = new Set<string>();

	/** JSON object from id to name, complete once the app is synthesized. */
	readonly json = Lazy.string({
		produce: () =>
			`{${[...this.#names].map(([id, name]) => `"${id}":${JSON.stringify(name)}`).join(",")}}`,
	});

	/** JSON array of the names whose high priority counts, complete once the app is synthesized. */
	readonly highPriorityJson = Lazy.string({
		produce: () => JSON.stringify([...this.#urgent]),
	});

	/** Remembers the name of a grantee, and whether it may say that a message is urgent. */
	add(
		scope: Construct,
		grantee: IGrantable,
		name: string,
		highPriority: boolean,
	): void {
		if (!/^[\w.-]{1,64}$/.test(name)) {
			throw new Error(
				`Cannot name the producer "${name}": allowed are 1 to 64 letters, digits and . _ -`,
			);
		}
		const id = uniqueIdOf(grantee, scope);
		if (id === undefined) {
			Annotations.of(scope).addWarningV2(
				"sqs-gmail-sender:unnamed-producer",
				`The producer "${name}" is reported under AWS's own id: its role is imported, or of another stack, and naming it here would make the two stacks depend on each other${highPriority ? "; its high priority does not count" : ""}`,
			);
			return;
		}
		this.#names.set(id, name);
		if (highPriority) this.#urgent.add(name);
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

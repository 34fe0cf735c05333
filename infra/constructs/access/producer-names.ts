import { Annotations, Lazy, Stack } from "aws-cdk-lib";
import { type IGrantable, type IPrincipal, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { GrantSendOptions } from "../i-gmail-sender.ts";

/** Who may send, by the id that SQS reports as a message's SenderId. */
export class ProducerNames {
	readonly #names = new Map<string, string>();
	readonly #byGrantee = new Map<IPrincipal, string>();
	/** Roles that act for a workload, by their ids. */
	readonly #alike = new Map<string, () => string | undefined>();
	readonly #shares = new Map<string, number>();
	readonly #urgent = new Set<string>();

	/** JSON object from id to name, complete once the app is synthesized. */
	readonly json = Lazy.string({
		produce: () =>
			`{${[...this.#names, ...this.#alikeNames()].map(([id, name]) => `"${id}":${JSON.stringify(name)}`).join(",")}}`,
	});

	/** JSON array of the names whose high priority counts, complete once the app is synthesized. */
	readonly highPriorityJson = Lazy.string({
		produce: () => JSON.stringify([...this.#urgent]),
	});

	/** The name space of a workload's ids: its name, once the app is synthesized, else its role's id. */
	spaceOf(scope: Construct, grantee: IGrantable): string {
		const id = uniqueIdOf(grantee, scope);
		return Lazy.string({
			produce: () => this.#nameOf(grantee, id) ?? roleSpace(grantee),
		});
	}

	/** Has the mail of a role that acts for a workload be the workload's, if both are known here. */
	addAlike(scope: Construct, role: Role, grantee: IGrantable): void {
		const own = uniqueIdOf(grantee, scope);
		this.#alike.set(role.roleId, () => this.#nameOf(grantee, own) ?? own);
	}

	#alikeNames(): readonly (readonly [id: string, name: string])[] {
		return [...this.#alike].flatMap(([id, nameOf]) => {
			const name = nameOf();
			return name === undefined ? [] : [[id, name] as const];
		});
	}

	#nameOf(grantee: IGrantable, id: string | undefined): string | undefined {
		return (
			this.#byGrantee.get(grantee.grantPrincipal) ??
			(id === undefined ? undefined : this.#names.get(id))
		);
	}

	/** JSON object from name to share, complete once the app is synthesized. */
	readonly sharesJson = Lazy.string({
		produce: () => JSON.stringify(Object.fromEntries(this.#shares)),
	});

	/** Remembers the name of a grantee, and whether it may say that a message is urgent. */
	add(
		scope: Construct,
		grantee: IGrantable,
		name: string,
		{ highPriority = false, roleId, dailyShare }: GrantSendOptions = {},
	): void {
		if (!/^[\w.-]{1,64}$/.test(name)) {
			throw new Error(
				`Cannot name the producer "${name}": allowed are 1 to 64 letters, digits and . _ -`,
			);
		}
		if (dailyShare !== undefined && !(dailyShare > 0 && dailyShare <= 1)) {
			throw new Error(
				`Cannot give the producer "${name}" the share ${dailyShare} of the daily limit: allowed is a number above 0 and up to 1, such as 0.3`,
			);
		}
		const id = roleId ?? uniqueIdOf(grantee, scope);
		if (id === undefined) {
			Annotations.of(scope).addWarningV2(
				"sqs-gmail-sender:unnamed-producer",
				`The producer "${name}" is reported under AWS's own id: its role is imported, or of another stack, and naming it here would make the two stacks depend on each other; give its id as roleId (RoleId in what IAM tells of it)${highPriority ? "; its high priority does not count" : ""}`,
			);
			return;
		}
		this.#names.set(id, name);
		this.#byGrantee.set(grantee.grantPrincipal, name);
		if (highPriority) this.#urgent.add(name);
		if (dailyShare !== undefined) this.#shares.set(name, dailyShare);
	}
}

/** @throws Error when it is granted what goes by name, and gets none. */
export function refuseNameless({
	producer,
	highPriority = false,
	dailyShare,
}: GrantSendOptions): void {
	if (producer !== undefined) return;
	if (dailyShare !== undefined)
		throw new Error(
			'Cannot give a share of the daily limit to a producer without a name as shares go by name: allowed is grantSend(fn, { producer: "newsletter", dailyShare: 0.3 })',
		);
	if (highPriority)
		throw new Error(
			'Cannot grant high priority to a producer without a name as priorities go by name: allowed is grantSend(fn, { producer: "alerts", highPriority: true })',
		);
}

/** The name space of a workload's ids, where nobody has given it a name. @throws Error when its role is not of this app. */
export function roleSpace({ grantPrincipal }: IGrantable): string {
	if (grantPrincipal instanceof Role) return grantPrincipal.roleId;
	throw new Error(
		`Cannot tell the name space of the ids of ${grantPrincipal} as its role is imported: name it, grantSend(role, { producer: "billing", roleId: "AROA…" })`,
	);
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

import type { Process } from "./engine/process.ts";
import type { Random } from "./engine/random.ts";
import {
	AWS_TROUBLES,
	type AwsTrouble,
	CALL_FAULTS,
	type CallFault,
	GMAIL_TROUBLES,
	type Service,
	type Step,
	type Trouble,
	type TroubleAt,
} from "./troubles.ts";

/** What is the matter, and when. */
export class Weather {
	readonly troubles: Trouble[] = [];
	readonly #random: Random;
	readonly #now: () => number;
	readonly #count: (what: string) => void;
	/** Chance of a fault of each AWS call, and of a death at it, in fair weather. */
	callFaults = 0;
	deaths = 0;
	/** The call of a sending process at which it dies, from 1, and whether that call is done. */
	dieAt:
		| { readonly call: number; readonly when: "before" | "after" }
		| undefined;
	calls = 0;
	/** Epoch ms from which on nothing is the matter any more. */
	fairFrom = Number.POSITIVE_INFINITY;

	constructor(
		random: Random,
		now: () => number,
		count: (what: string) => void,
	) {
		this.#random = random;
		this.#now = now;
		this.#count = count;
	}

	/** A fault that a scenario wants at this very call. */
	intercept: (call: {
		readonly process: Process;
		readonly service: Service;
		/** Of the operation. */
		readonly name: string;
	}) => CallFault | undefined = () => undefined;

	callFault(
		process: Process,
		service: Service,
		name: string,
	): CallFault | undefined {
		const fault =
			this.intercept({ process, service, name }) ??
			this.#drawCallFault(service);
		if (fault !== undefined) this.#count(fault);
		return fault;
	}

	#drawCallFault(service: Service): CallFault | undefined {
		for (const trouble of this.#current()) {
			const { kind, share } = trouble;
			if (!isAws(kind) || AWS_TROUBLES[kind].service !== service) continue;
			if (!this.#random.chance(share * AWS_TROUBLES[kind].share)) continue;
			this.#count(kind);
			return this.#random.weighted<CallFault>(AWS_TROUBLES[kind].mix);
		}
		return this.#isFair || !this.#random.chance(this.callFaults)
			? undefined
			: this.#random.weighted<CallFault>(CALL_FAULTS);
	}

	deathAt(process: Process): "before" | "after" | undefined {
		if (process.name.startsWith("sender")) {
			this.calls += 1;
			if (this.calls === this.dieAt?.call) return this.dieAt.when;
		}
		if (this.#isFair || process.isDead || !this.#random.chance(this.deaths))
			return undefined;
		const when = this.#random.pick(["before", "after"] as const);
		this.#count(`death ${when} a call`);
		return when;
	}

	/** Whether a write may be lost, now or by chance. */
	losesWrites(): boolean {
		return (
			this.callFaults > 0 ||
			this.deaths > 0 ||
			this.troubles.some(({ kind }) => isAws(kind))
		);
	}

	/** What Gmail does to this process at one of these steps, if anything. */
	gmailTrouble<S extends Step>(
		process: Process,
		step: S,
	): TroubleAt<S> | undefined {
		for (const { kind, share, only } of this.#current()) {
			if (isAws(kind) || GMAIL_TROUBLES[kind] !== step) continue;
			if (only !== undefined && !isNamed(process, only)) continue;
			if (!this.#random.chance(share)) continue;
			this.#count(kind);
			return kind as TroubleAt<S>;
		}
		return undefined;
	}

	#current(): readonly Trouble[] {
		if (this.#isFair) return [];
		const now = this.#now();
		return this.troubles.filter(
			({ from, until }) => from <= now && now < until,
		);
	}

	get #isFair(): boolean {
		return this.#now() >= this.fairFrom;
	}
}

function isNamed({ name }: Process, only: string): boolean {
	return name === only || name.split(" ")[0] === only;
}

function isAws(kind: Trouble["kind"]): kind is AwsTrouble {
	return kind in AWS_TROUBLES;
}

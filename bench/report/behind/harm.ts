import type { Harm, Results } from "../../results.ts";
import { NAMES, SHORT_SCENARIOS } from "../names.ts";
import { number } from "../numbers.ts";

type Kind = "lost" | "doubled" | "givenUp" | "logins";

const KINDS: Readonly<
	Record<Kind, { readonly says: string; readonly because: string }>
> = {
	lost: { says: "Lost mails", because: "This is a fault, and no choice." },
	doubled: {
		says: "Doubled mails",
		because:
			"Where the answer after the final dot is lost, nobody can know whether Google took the mail. It is sent once more, with the same bytes and Message-ID; `onAmbiguous` can forbid this.",
	},
	givenUp: {
		says: "Mails given up",
		because:
			"A mail that is in doubt again is left to a person, who sees why and can send it by a command.",
	},
	logins: {
		says: "Logins, beside those who deliver as much",
		because:
			"Each environment has its own connections, and the breaker function tests the login.",
	},
};

/** A line for each kind of harm of which others have less, with the failures in which. */
export const behindInHarm = ({ harm }: Results): readonly string[] =>
	(Object.keys(KINDS) as Kind[]).flatMap((kind) => {
		const cases = harm
			.filter(({ who }) => who === "ours")
			.flatMap((own) => caseOf(own, kind, harm));
		if (cases.length === 0) return [];
		const { says, because } = KINDS[kind];
		return [`**${says}**: ${cases.join("; ")}. ${because}`];
	});

/** Fewer logins count only where no less was delivered with them. */
function caseOf(own: Harm, kind: Kind, harm: readonly Harm[]): string[] {
	const better = harm.filter(
		(one) =>
			one.scenario === own.scenario &&
			one.who !== "ours" &&
			share(one, one[kind]) < share(own, own[kind]) &&
			(kind !== "logins" || undelivered(one) <= undelivered(own)),
	);
	if (better.length === 0) return [];
	const others = better.map((one) => `${NAMES[one.who]} ${number(one[kind])}`);
	return [
		`${SHORT_SCENARIOS[own.scenario]} ${number(own[kind])} for ${number(own.messages)} mails, but ${others.join(", ")}`,
	];
}

const share = ({ messages }: Harm, count: number) => count / messages;

const undelivered = (one: Harm) =>
	share(one, one.lost + one.givenUp + (one.waiting ?? 0));

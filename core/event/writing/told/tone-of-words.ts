import { cut } from "../../../outside.ts";
import type { Tone } from "../content.ts";

/** More than any state of AWS has. */
const LONGEST = 200;

/** What words of a state mean; the first row that has one of them decides. */
const WORDS: readonly (readonly [tone: Tone, words: RegExp])[] = [
	[
		"bad",
		/^(fail(s|ed|ing|ures?)?|err(or|ors|ored)?|faults?|faulted|fatal|alarm|red|critical|severe|crash(ed|es)?|killed|abort(ed|ing)?|time(d|out)|rollback|rolled|den(y|ied)|reject(ed|ion)?|refused|unauthorized|forbidden|invalid|inaccessible|incompatible|mismatch|lost|corrupt(ed)?|impaired|breach(ed)?|compromised?|infected|infections?|malicious|malware|threats?|violations?|violated|exceeded|expired|unreachable|deadlock|outage|blocked|vulnerable|exhausted|dead)$/,
	],
	[
		"warning",
		/^(warn(ings?|ed)?|yellow|degraded|stop(ped|ping)|shutting|terminat(ed|ing|ion)|cancel(s|ed|led|ling|lation)?|insufficient|partial(ly)?|interrupt(ed|ion)|expir(e|es|ing|ation|y)|disabled|deletion|alerts?|deactivated|revoked|quarantined?|throttl(ed|ing)|retr(y|ying|ies)|delay(ed)?|skipped|missed|missing|untracked|tracked|anomal(y|ies|ous)|findings?|risks?|abuse|unlock(ed|ing)?|suspended|paused|failover|recommendation|maintenance|stuck|issues?|attention|overdue|drift(ed)?)$/,
	],
	[
		"good",
		/^(ok|green|succe(ss|sses|ssful|ssfully|eded|eds)|complet(e|ed|ion)|compliant|pass(ed|es)?|resolved|closed|archived|suppressed|fixed|remediated|mitigated|recovered|restored|heal(ed|thy)|running|available|issued|ready|normal|clean|approved|verified|finished|done|launched|fulfill(ed|ment)|renewed|cleared|connected|steady|inservice|online|valid|allowed|authorized)$/,
	],
];

const NEGATIONS = /^(no|non|not|un|dis|without|zero|never|0)$/;
/** How many words may stand between: `0 of 12 failed`. */
const REACH = 3;
const COUNT_OF_NOTHING = /([a-z]+)"?\s*[:=]\s*0(?![\d.])/gi;

/**
 * How good or bad words are: `TIMED_OUT`, `NotCompliant`, `UnHealthy`. A negation turns what follows it, and a count of
 * nothing what stands beside it: `NO_THREATS_FOUND` and `failed: 0` are good.
 */
export function toneOfWords(text: string): Tone {
	const words = wordsOf(text);
	const tones = words.map((word, index) => toneAmong(word, index, words));
	return (
		WORDS.find(([tone]) => tones.includes(tone))?.[0] ??
		("neutral" satisfies Tone)
	);
}

/** The words of a text in small letters, also those of a name such as `deploymentRolledBack`. */
export function wordsOf(text: string): readonly string[] {
	return (
		cut(text, LONGEST)
			.replace(COUNT_OF_NOTHING, "no $1")
			.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
			.toLowerCase()
			.match(/[a-z]+|\d+(\.\d+)?/g) ?? []
	);
}

function toneAmong(
	word: string,
	index: number,
	words: readonly string[],
): Tone {
	const own = toneOfWord(word);
	const [, rest = ""] = /^(?:un|non|dis)(.+)$/.exec(word) ?? [];
	const inner = own === "neutral" ? toneOfWord(rest) : own;
	const isTurned = (inner !== own) !== isNegated(index, words);
	return isTurned ? TURNED[inner] : inner;
}

/** Whether a negation stands before it, with nothing between that it may turn instead. */
function isNegated(index: number, words: readonly string[]): boolean {
	const before = words.slice(Math.max(0, index - REACH), index).toReversed();
	const nearest = before.findIndex((word) => toneOfWord(word) !== "neutral");
	return (nearest < 0 ? before : before.slice(0, nearest)).some((word) =>
		NEGATIONS.test(word),
	);
}

const TURNED: Readonly<Record<Tone, Tone>> = {
	bad: "good",
	warning: "neutral",
	good: "bad",
	neutral: "neutral",
};

function toneOfWord(word: string): Tone {
	return WORDS.find(([, words]) => words.test(word))?.[0] ?? "neutral";
}

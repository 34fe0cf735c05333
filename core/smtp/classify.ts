import { cut, MAXIMUM } from "../outside.ts";
import { withoutAddresses } from "./echo.ts";
import {
	type Classification,
	type ReplyCause,
	type SmtpReply,
	UP_TO_AUTH,
} from "./reply.ts";
import { deferred, type Facts, type ReplyRule, RULES } from "./rules.ts";

/**
 * Classifies one reply of Gmail's submission servers.
 *
 * The class digit alone is not trusted: a daily quota is a `550`, a login throttle shares its
 * codes with a system fault. Sources: Google's "Gmail SMTP errors and codes", RFC 5321, 3463 and
 * 4954, and the replies in `test/fixtures/gmail-replies.json`.
 */
export function classifyReply(reply: SmtpReply): Classification {
	if (reply.code >= 200 && reply.code < 400) return accepted;
	const facts = factsOf(reply);
	const rule = RULES.find((candidate) => matches(candidate, facts));
	const cause = rule?.cause ?? causeByDefault(facts);
	return {
		cause,
		...scopeOf(cause, facts, rule),
		reconnect: rule?.reconnect ?? false,
		rule: rule?.name ?? "default",
	};
}

function matches(rule: ReplyRule, facts: Facts): boolean {
	return (
		(rule.code?.(facts.code) ?? true) &&
		(rule.enhanced?.test(facts.enhanced) ?? true) &&
		(rule.stages?.includes(facts.stage) ?? true) &&
		!rule.unless?.test(facts.prose) &&
		(rule.says === undefined ||
			rule.says.test(facts.prose) ||
			rule.says.test(facts.helpKey))
	);
}

/** RFC 3463's subject digit tells most of an unknown refusal; else the stage does. */
function causeByDefault({ code, enhanced, stage }: Facts): ReplyCause {
	if (deferred(code)) return "transient";
	const subject = enhanced.split(".")[0];
	if (stage === "auth") return "auth";
	// Only the account has been named yet: it can't be a message's fault.
	if (UP_TO_AUTH.includes(stage) || stage === "mail") {
		return subject === "7" && stage !== "mail" ? "policy" : "config";
	}
	if (subject === "7") return "policy";
	if (subject === "3") return "config";
	return stage === "rcpt" || subject === "4" ? "bad-recipient" : "bad-message";
}

function scopeOf(
	cause: ReplyCause,
	{ stage, code, enhanced }: Facts,
	rule: ReplyRule | undefined,
): Pick<Classification, "scope" | "lasting" | "escalates"> {
	const passing = { lasting: "passing", escalates: false } as const;
	// RFC 3463: subject 1 is an address, 2 a mailbox, whatever else the reply says.
	if (stage === "rcpt" && /^[12]\./.test(enhanced)) {
		const lasting = deferred(code) ? "passing" : "permanent";
		return { scope: "message", lasting, escalates: false };
	}
	if (UP_TO_AUTH.includes(stage)) return { scope: "sender", ...passing };
	if (ALWAYS_SENDER.has(cause)) return { scope: "sender", ...passing };
	if (cause === "policy" && stage === "mail") {
		return { scope: "sender", ...passing };
	}
	if (cause === "bad-message" || cause === "bad-recipient") {
		return { scope: "message", lasting: "permanent", escalates: false };
	}
	if (cause === "policy") {
		const lasting = deferred(code) ? "passing" : "permanent";
		return { scope: "message", lasting, escalates: false };
	}
	if (code === 421 && !rule?.messageOnly)
		return { scope: "sender", ...passing };
	return {
		scope: "message",
		lasting: "passing",
		escalates: stage !== "rcpt" && !rule?.messageOnly,
	};
}

const ALWAYS_SENDER: ReadonlySet<ReplyCause> = new Set([
	"auth",
	"auth-throttle",
	"quota",
	"config",
]);

const accepted: Classification = {
	cause: "accepted",
	scope: "message",
	lasting: "permanent",
	escalates: false,
	reconnect: false,
	rule: "accepted",
};

function factsOf({ stage, code, enhanced, text: whole }: SmtpReply): Facts {
	const text = cut(whole, MAXIMUM.reply);
	const full = enhanced ?? enhancedCodeIn(text) ?? "";
	const [, ...subject] = full.split(".");
	const said = withoutAddresses(proseOf(text));
	return {
		stage,
		code,
		enhanced: subject.join("."),
		prose: said
			.replace(/https?:\/\/\S+/g, " ")
			.replace(/\s+/g, " ")
			.trim()
			.toLowerCase(),
		helpKey: (/[?&]p=(\w+)/.exec(said)?.[1] ?? "").toLowerCase(),
	};
}

/** A reply's lines as one, without the codes at their heads. */
function proseOf(text: string): string {
	return text
		.split(/\r?\n/)
		.map((line) =>
			line
				.replace(/^\d{3}[ -]?/, "")
				.replace(/^\s*\d\.\d{1,3}\.\d{1,3}\s+/, ""),
		)
		.join(" ");
}

/** The enhanced status code (RFC 3463) at the head of a reply's first line, if there is one. */
export function enhancedCodeIn(text: string): string | undefined {
	return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
}

import type { ReplyCause, SmtpStage } from "./smtp-reply.ts";

/** Stages at which nothing of a message has been said. */
export const UP_TO_AUTH: readonly SmtpStage[] = [
	"connect",
	"ehlo",
	"starttls",
	"auth",
];

export interface Facts {
	readonly stage: SmtpStage;
	readonly code: number;
	/** `subject.detail` of the enhanced code, for example `7.8`; empty when there is none. */
	readonly enhanced: string;
	/** The text without codes and addresses of web pages, in lower case on one line. */
	readonly prose: string;
	/** Google's own key for a reply, the `p=` of its help page. */
	readonly helpKey: string;
}

export interface Rule {
	readonly name: string;
	readonly cause: ReplyCause;
	readonly code?: (code: number) => boolean;
	readonly enhanced?: RegExp;
	readonly stages?: readonly SmtpStage[];
	/** Matched against the prose or the key of Google's help page. */
	readonly says?: RegExp;
	readonly reconnect?: true;
	/** The verdict is about one message even where the code alone would blame the sender. */
	readonly messageOnly?: true;
}

const is =
	(...codes: number[]) =>
	(code: number) =>
		codes.includes(code);
export const refused = (code: number) => code >= 500;
export const deferred = (code: number) => code < 500;

/** First match wins; the order is the argument: the narrow and dangerous rows come first. */
export const RULES: readonly Rule[] = [
	{ name: "http-api-quota", cause: "quota", code: is(429) },
	{
		name: "user-rate-limit",
		cause: "quota",
		says: /user-?\s?rate ?limit ?exceeded/,
	},
	{
		name: "recipient-rate",
		cause: "rate",
		says: /receiving mail (too quickly|at a rate)|receivingrate/,
		messageOnly: true,
	},
	{
		name: "same-message-id",
		cause: "rate",
		says: /same message-id/,
		messageOnly: true,
	},
	{
		name: "peak-relay-rate",
		cause: "rate",
		says: /peak (smtp )?(relay )?limit/,
	},
	{ name: "sending-quota", cause: "quota", code: refused, enhanced: /^4\.5$/ },
	{
		name: "daily-limit",
		cause: "quota",
		says: /daily [\w ]*(limit|quota)|(sending|relay|email|mail) (quota|limit)s? (is |was |has been )?(exceeded|reached)|(exceeded|reached) (your|the|its|a) [\w ]*((sending|daily|relay) [\w ]*(quota|limit)|limit for sending)/,
	},
	{
		name: "login-throttle",
		cause: "auth-throttle",
		says: /too many ([\w-]+ )*(log-?ins?|sign-?ins?|auth\w*)( attempts| failures|\b)(?! commands)|too many (failed|bad) attempts/,
	},
	{
		name: "auth-system-fault",
		cause: "transient",
		code: deferred,
		says: /cannot authenticate|temporary (system problem|authentication failure)/,
	},
	{
		name: "auth-argument",
		cause: "config",
		code: is(535),
		enhanced: /^5\.4$/,
	},
	{ name: "login-refused", cause: "auth", code: is(534, 535) },
	{
		name: "login-refused-enhanced",
		cause: "auth",
		code: refused,
		enhanced: /^7\.(8|9|14)$/,
	},
	{ name: "password-transition", cause: "auth", enhanced: /^7\.12$/ },
	{
		name: "account-may-not-send",
		cause: "auth",
		code: refused,
		says: /mail sending denied|(sender|your|user) account (is |has been )?(disabled|suspended|locked)/,
	},
	{
		name: "ehlo-name",
		cause: "config",
		says: /\((ehlo|helo)\)|(ehlo|helo)\/?(ehlo|helo)? argument|^helo$/,
	},
	{
		name: "connection-expired",
		cause: "transient",
		says: /connection expired|try reconnecting/,
		reconnect: true,
		messageOnly: true,
	},
	{
		name: "idle-timeout",
		cause: "transient",
		code: is(421, 451),
		enhanced: /^4\.2$/,
		reconnect: true,
		messageOnly: true,
	},
	{
		name: "tls-needed",
		cause: "config",
		says: /tls required for|must issue a starttls|starttls may not|pipeline after starttls|encryption required/,
	},
	{
		name: "unauthenticated-commands",
		cause: "config",
		says: /too many unauthenticated commands/,
	},
	{
		name: "login-required",
		cause: "config",
		code: is(530, 538, 523, 525),
	},
	{
		name: "relay-denied",
		cause: "config",
		says: /relay(ing)? (is )?(denied|not permitted)|credentials for relay|relay access/,
	},
	{
		name: "sender-address",
		cause: "config",
		enhanced: /^1\.[78]$/,
	},
	{
		name: "too-many-recipients",
		cause: "bad-message",
		says: /too many recipients|toomanyrecipients/,
	},
	{
		name: "transaction-policy-size",
		cause: "transient",
		code: deferred,
		enhanced: /^5\.3$/,
	},
	{
		name: "undecodable-login",
		cause: "config",
		code: is(500, 501, 555),
		stages: UP_TO_AUTH,
	},
	{
		name: "syntax",
		cause: "bad-message",
		code: is(500, 501, 555),
		enhanced: /^5\.2$/,
	},
	{ name: "command-order", cause: "config", code: is(502, 503, 504) },
	{ name: "protocol-violation", cause: "config", enhanced: /^5\.[0145]$/ },
	{ name: "parameters", cause: "config", enhanced: /^7\.(4|10|11)$/ },
	{ name: "bulk-rate", cause: "rate", code: deferred, enhanced: /^7\.28$/ },
	{
		name: "sender-authentication",
		cause: "policy",
		enhanced: /^7\.(2\d|3\d|40)$/,
	},
	{
		name: "sender-identity",
		cause: "policy",
		says: /\bptr\b|\bspf\b|\bdkim\b|\bdmarc\b|whitelist|allowlist|not authorized to send|unauthenticated (e-?mail|mail)/,
	},
	{
		name: "unusual-rate",
		cause: "rate",
		code: deferred,
		says: /unusual (rate|amount|volume)/,
	},
	{
		name: "suspicious",
		cause: "policy",
		says: /unsolicited|suspicious|reputation|likely spam|\bphishing\b|violates [\w .-]*policy|unusual (rate|amount|volume)/,
	},
	{
		name: "rate-limited",
		cause: "rate",
		says: /rate[- ]limited|too (many messages|fast|quickly)/,
	},
	{
		name: "blocked-content",
		cause: "bad-message",
		code: is(552),
		enhanced: /^7\./,
	},
	{
		name: "message-size",
		cause: "bad-message",
		enhanced: /^(2\.3|3\.4)$/,
	},
	{
		name: "mail-loop",
		cause: "bad-message",
		enhanced: /^4\.6$/,
	},
	{ name: "malformed", cause: "bad-message", enhanced: /^6\./ },
	{
		name: "message-format",
		cause: "bad-message",
		code: refused,
		says: /message-id|from: ?header|header from|['"]?from['"]? (header|address)|header (field|value)|encoded-word|rfc ?5322|rfcmessagenoncompliant|illegal attachment|malformed|security issue|multiple addresses|duplicate header/,
	},
	{
		name: "recipient-full-for-good",
		cause: "bad-recipient",
		code: refused,
		enhanced: /^2\./,
	},
	{
		name: "recipient-address",
		cause: "bad-recipient",
		code: refused,
		enhanced: /^1\./,
	},
	{
		name: "recipient-unknown",
		cause: "bad-recipient",
		code: refused,
		says: /does not exist|no such user|user unknown|mailbox unavailable|not a valid rfc-?\s?5321 address|is (inactive|disabled)|nosuchuser|disableduser/,
	},
];

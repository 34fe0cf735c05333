import type { ReplyCause, SmtpStage } from "./reply.ts";
import { UP_TO_AUTH } from "./reply.ts";

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

export interface ReplyRule {
	readonly name: string;
	readonly cause: ReplyCause;
	readonly code?: (code: number) => boolean;
	readonly enhanced?: RegExp;
	readonly stages?: readonly SmtpStage[];
	/** Matched against the prose or the key of Google's help page. */
	readonly says?: RegExp;
	/** Prose that speaks of something else. */
	readonly unless?: RegExp;
	readonly reconnect?: true;
	/** It is about one message even where the code alone would blame the sender. */
	readonly messageOnly?: true;
}

/** Stages at which a refusal can be about a recipient. At MAIL only the account has been named. */
const ABOUT_RECIPIENTS: readonly SmtpStage[] = [
	"rcpt",
	"data",
	"eom",
	"unknown",
];
const NOT_AT_RCPT: readonly SmtpStage[] = [
	...UP_TO_AUTH,
	"mail",
	"data",
	"eom",
	"unknown",
];

const is =
	(...codes: number[]) =>
	(code: number) =>
		codes.includes(code);
export const refused = (code: number) => code >= 500;
export const deferred = (code: number) => code < 500;

/** First match wins; the order is the argument: the narrow and dangerous rows come first. */
export const RULES: readonly ReplyRule[] = [
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
		says: /same message-?\s?id/,
		messageOnly: true,
	},
	{
		name: "peak-relay-rate",
		cause: "rate",
		says: /peak (smtp )?(relay )?limit/,
	},
	{ name: "sending-quota", cause: "quota", code: refused, enhanced: /^4\.5$/ },
	{
		name: "rate-limit-exceeded",
		cause: "rate",
		says: /rate limit (is |was |has been )?exceeded|exceeded [\w ]*rate limit/,
	},
	{
		name: "recipient-too-quick",
		cause: "rate",
		code: is(450),
		enhanced: /^2\.1$/,
		stages: ABOUT_RECIPIENTS,
		messageOnly: true,
	},
	{
		name: "daily-limit",
		cause: "quota",
		enhanced: /^(?!2\.|3\.|6\.)/,
		says: /daily [\w ]*(limit|quota)/,
		unless: /\bsize\b|\bgroup\b|this recipient|the recipient/,
	},
	{
		name: "sending-limit",
		cause: "quota",
		// Subject 2 is the recipient's mailbox, 3 and 6 are the message's size and form.
		enhanced: /^(?!2\.|3\.|6\.)/,
		says: /\b(sending|relay|e-?mail|mail|messaging|outgoing|outbound|per day)\b[\w ]{0,20}\b(quotas?|limits?)\b[\w ]{0,12}\b(exceeded|reached)\b|\b(exceeded|reached)\b[\w ]{0,12}\b(sending|messaging|e-?mail|mail|relay|outgoing|your|the|a)\b[\w ]{0,20}\b(quotas?|limits?)\b/,
		unless:
			/\bsize\b|recipient|\bgroup\b|mailbox|inbox|storage|attachment|header|hops|parts|\bline\b|user's mail quota|^mail quota/,
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
		name: "sending-denied",
		cause: "auth",
		code: refused,
		says: /mail sending denied|blocked from sending/,
	},
	{
		name: "account-disabled",
		cause: "auth",
		code: refused,
		stages: NOT_AT_RCPT,
		says: /\b(your|senders?'?s?|user|google|this)( [\w-]+){0,2} account (has been |is |was )?(disabled|suspended|locked|blocked)/,
		unless: /tried to reach/,
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
		unless: /(by|this) recipient/,
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
		unless: /to send to|this (group|recipient)|by recipient/,
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
	{
		name: "syntax-in-words",
		cause: "bad-message",
		code: is(500, 501, 555),
		says: /syntax error, cannot decode/,
	},
	{
		name: "protocol-violation-in-words",
		cause: "config",
		says: /protocol violation/,
	},
	{ name: "command-order", cause: "config", code: is(502, 503, 504) },
	{
		name: "protocol-violation",
		cause: "config",
		stages: NOT_AT_RCPT,
		enhanced: /^5\.[0145]$/,
	},
	{
		name: "parameters",
		cause: "config",
		stages: NOT_AT_RCPT,
		enhanced: /^7\.(4|10|11)$/,
	},
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
		name: "bulk-sender-rules",
		cause: "policy",
		says: /wasn't sent over a tls connection|bulk (email )?senders? to/,
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
		name: "message-size-in-words",
		cause: "bad-message",
		code: is(523, 552),
		says: /message size|size (limit|exceed)|too (big|large)/,
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
		name: "recipient-deferred",
		cause: "transient",
		code: (code) => deferred(code) && code !== 421,
		stages: ABOUT_RECIPIENTS,
		enhanced: /^[12]\./,
		messageOnly: true,
	},
	{
		name: "recipient-full-for-good",
		cause: "bad-recipient",
		code: refused,
		stages: ABOUT_RECIPIENTS,
		enhanced: /^2\./,
	},
	{
		name: "recipient-address",
		cause: "bad-recipient",
		code: refused,
		stages: ABOUT_RECIPIENTS,
		enhanced: /^1\./,
	},
	{
		name: "recipient-unknown",
		cause: "bad-recipient",
		code: refused,
		stages: ABOUT_RECIPIENTS,
		says: /does not exist|no such user|user unknown|mailbox unavailable|not a valid rfc-?\s?5321 address|is (inactive|disabled)|nosuchuser|disableduser/,
	},
];

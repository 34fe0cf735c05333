/** Gmail's own words; where it puts the session's id stands `ID - gsmtp`. */
export const GMAIL = {
	greeting: "220 smtp.gmail.com ESMTP ID - gsmtp",
	ehlo: (secure: boolean) =>
		[
			"smtp.gmail.com at your service, [127.0.0.1]",
			"SIZE 35882577",
			"8BITMIME",
			secure
				? "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH"
				: "STARTTLS",
			"ENHANCEDSTATUSCODES",
			"PIPELINING",
			"CHUNKING",
			"SMTPUTF8",
		]
			.map(
				(line, index, all) =>
					`250${index === all.length - 1 ? " " : "-"}${line}`,
			)
			.join("\n"),
	helo: "250 smtp.gmail.com at your service",
	badEhlo:
		"421-4.7.0 Try again later, closing connection. (EHLO)\n421-4.7.0  For more information, go to\n421 4.7.0  https://support.google.com/a/answer/3221692 ID - gsmtp",
	startTls: "220 2.0.0 Ready to start TLS",
	pipelinedStartTls:
		"454 4.5.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS, see RFC 3207.",
	needTls: "530 5.7.0 Must issue a STARTTLS command first. ID - gsmtp",
	needAuth:
		"530-5.7.0 Authentication Required. For more information, go to\n530 5.7.0  https://support.google.com/mail/?p=WantAuthError ID - gsmtp",
	unknownAuth: "504 5.7.4 Unrecognized Authentication Type ID - gsmtp",
	authed: "235 2.7.0 Accepted",
	badCredentials:
		"535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials ID - gsmtp",
	cannotDecode: "501 5.5.2 Cannot Decode response ID - gsmtp",
	mail: "250 2.1.0 OK ID - gsmtp",
	rcpt: "250 2.1.5 OK ID - gsmtp",
	goAhead: "354  Go ahead ID - gsmtp",
	accepted: (unixSeconds: number) => `250 2.0.0 OK  ${unixSeconds} ID - gsmtp`,
	flushed: "250 2.1.5 Flushed ID - gsmtp",
	noop: "250 2.0.0 OK ID - gsmtp",
	closing: "221 2.0.0 closing connection ID - gsmtp",
	mailFirst: "503 5.5.1 MAIL first. ID - gsmtp",
	rcptFirst: "503 5.5.1 RCPT first. ID - gsmtp",
	syntax:
		"555-5.5.2 Syntax error, cannot decode response. For more information, go to\n555-5.5.2  https://support.google.com/a/answer/3221692 and review RFC 5321\n555 5.5.2 specifications. ID - gsmtp",
	badRecipient: (address: string) =>
		`553-5.1.3 The recipient address <${address}> is not a valid RFC 5321\n553-5.1.3 address. For more information, go to\n553 5.1.3  https://support.google.com/a/answer/3221692 and review RFC 5321 specifications. ID - gsmtp`,
	tooManyRecipients:
		"452-4.5.3 Your message has too many recipients. For more information regarding\n452-4.5.3 Google's sending limits, go to\n452 4.5.3  https://support.google.com/mail/?p=TooManyRecipientsError ID - gsmtp",
	tooBig:
		"552-5.3.4 Your message exceeded Google's message size limits. To view our\n552-5.3.4 message size guidelines, go to\n552 5.3.4  https://support.google.com/mail/?p=MaxSizeError ID - gsmtp",
	dailyLimit:
		"550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550-5.4.5 sending limits go to\n550 5.4.5  https://support.google.com/a/answer/166852 ID - gsmtp",
	unrecognized: "502 5.5.1 Unrecognized command. ID - gsmtp",
} as const;

/** Gmail's maximum message size (its SIZE extension) in bytes. */
export const MAX_SIZE = 35_882_577;
export const GMAIL_MAX_RECIPIENTS = 100;

const KNOWN: Readonly<Record<string, string>> = {
	"550 5.1.1": "The email account that you tried to reach does not exist.",
	"550 5.2.1": "The email account that you tried to reach is inactive.",
	"450 4.2.1":
		"The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.",
	"452 4.2.2": "The recipient's inbox is out of storage space.",
	"552 5.2.2": "The recipient's inbox is out of storage space and inactive.",
	"550 5.4.5": "Daily user sending limit exceeded.",
	"550 5.7.1": "This message is likely unsolicited mail and has been blocked.",
	"552 5.7.0":
		"This message was blocked because its content presents a potential security issue.",
	"421 4.3.0": "Temporary System Problem.  Try again later (10).",
	"421 4.7.0": "Temporary System Problem.  Try again later (10).",
	"451 4.3.0": "Mail server temporarily rejected message.",
};

/** The text Gmail gives with a code, or a plain one for codes it isn't known for. */
export function replyFor(code: string, enhanced: string): string {
	const words =
		KNOWN[`${code} ${enhanced}`] ??
		"Refused on demand by the local look-alike.";
	return `${code} ${enhanced} ${words} ID - gsmtp`;
}

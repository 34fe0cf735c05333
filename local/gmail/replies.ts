/** Gmail's own words, each with the session's id where Gmail puts it. */
export const GMAIL = {
	greeting: (id: string) => `220 smtp.gmail.com ESMTP ${id} - gsmtp`,
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
	helo: () => "250 smtp.gmail.com at your service",
	badEhlo: (id: string) =>
		`421-4.7.0 Try again later, closing connection. (EHLO)\n421-4.7.0  For more information, go to\n421 4.7.0  https://support.google.com/a/answer/3221692 ${id} - gsmtp`,
	startTls: () => "220 2.0.0 Ready to start TLS",
	pipelinedStartTls: () =>
		"454 4.5.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS, see RFC 3207.",
	needTls: (id: string) =>
		`530 5.7.0 Must issue a STARTTLS command first. ${id} - gsmtp`,
	needAuth: (id: string) =>
		`530-5.7.0 Authentication Required. For more information, go to\n530 5.7.0  https://support.google.com/mail/?p=WantAuthError ${id} - gsmtp`,
	unknownAuth: (id: string) =>
		`504 5.7.4 Unrecognized Authentication Type ${id} - gsmtp`,
	authed: () => "235 2.7.0 Accepted",
	badCredentials: (id: string) =>
		`535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials ${id} - gsmtp`,
	cannotDecode: (id: string) =>
		`501 5.5.2 Cannot Decode response ${id} - gsmtp`,
	mail: (id: string) => `250 2.1.0 OK ${id} - gsmtp`,
	rcpt: (id: string) => `250 2.1.5 OK ${id} - gsmtp`,
	goAhead: (id: string) => `354  Go ahead ${id} - gsmtp`,
	accepted: (id: string, unixSeconds: number) =>
		`250 2.0.0 OK  ${unixSeconds} ${id} - gsmtp`,
	flushed: (id: string) => `250 2.1.5 Flushed ${id} - gsmtp`,
	noop: (id: string) => `250 2.0.0 OK ${id} - gsmtp`,
	closing: (id: string) => `221 2.0.0 closing connection ${id} - gsmtp`,
	mailFirst: (id: string) => `503 5.5.1 MAIL first. ${id} - gsmtp`,
	rcptFirst: (id: string) => `503 5.5.1 RCPT first. ${id} - gsmtp`,
	syntax: (id: string) =>
		`555-5.5.2 Syntax error, cannot decode response. For more information, go to\n555-5.5.2  https://support.google.com/a/answer/3221692 and review RFC 5321\n555 5.5.2 specifications. ${id} - gsmtp`,
	badRecipient: (id: string, address: string) =>
		`553-5.1.3 The recipient address <${address}> is not a valid RFC 5321\n553-5.1.3 address. For more information, go to\n553 5.1.3  https://support.google.com/a/answer/3221692 and review RFC 5321 specifications. ${id} - gsmtp`,
	tooManyRecipients: (id: string) =>
		`452-4.5.3 Your message has too many recipients. For more information regarding\n452-4.5.3 Google's sending limits, go to\n452 4.5.3  https://support.google.com/mail/?p=TooManyRecipientsError ${id} - gsmtp`,
	tooBig: (id: string) =>
		`552-5.3.4 Your message exceeded Google's message size limits. To view our\n552-5.3.4 message size guidelines, go to\n552 5.3.4  https://support.google.com/mail/?p=MaxSizeError ${id} - gsmtp`,
	dailyLimit: (id: string) =>
		`550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550-5.4.5 sending limits go to\n550 5.4.5  https://support.google.com/a/answer/166852 ${id} - gsmtp`,
	unrecognized: (id: string) => `502 5.5.1 Unrecognized command. ${id} - gsmtp`,
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
export function replyFor(code: string, enhanced: string, id: string): string {
	const words =
		KNOWN[`${code} ${enhanced}`] ??
		"Refused on demand by the local look-alike.";
	return `${code} ${enhanced} ${words} ${id} - gsmtp`;
}

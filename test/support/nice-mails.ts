/** A red dot, as PNG. */
const DOT =
	"iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

const styled = (title: string, text: string, button: string) =>
	`<body style="margin:0;background:#f2f4f8;font-family:Georgia,serif;color:#20242c"><div style="max-width:560px;margin:24px auto;background:#fff;border-radius:10px;overflow:hidden"><div style="background:#20446e;color:#fff;padding:22px 28px;font-size:22px">${title}</div><div style="padding:22px 28px;line-height:1.6"><p>${text}</p><p><a href="https://shop.example.com/orders" style="display:inline-block;background:#20446e;color:#fff;padding:9px 18px;border-radius:6px;text-decoration:none">${button}</a></p><p style="color:#68707d;font-size:13px">The Paper Shop, 12 Mill Lane</p></div></div></body>`;

/** Messages as a small shop would send them, oldest first. */
export const NICE_MAILS: readonly object[] = [
	{
		id: "signup-881",
		to: { name: "Li Wei", address: "li.wei@example.com" },
		subject: "Confirm your address",
		text: "Please confirm your address: https://shop.example.com/confirm/881\n",
	},
	{
		id: "report-2026-11",
		to: ["accounts@example.com", "owner@example.com"],
		subject: "Sales in November",
		text: "The sales of November are in the attached file.\n",
		attachments: [
			{
				filename: "sales-2026-11.csv",
				content: Buffer.from("day,orders\n1,14\n2,9\n").toString("base64"),
			},
		],
	},
	{
		id: "stock-low-notebooks",
		to: "warehouse@example.com",
		subject: "Low stock: dotted notebooks A5",
		text: "12 are left, and 40 were ordered this week.\n",
	},
	{
		id: "order-1042-paid",
		to: { name: "Grüße Ønsker", address: "gruesse@example.com" },
		subject: "Vielen Dank für Ihre Bestellung ✉️",
		text: "Ihre Bestellung 1042 ist bezahlt.\n",
		html: styled("Danke!", "Ihre Bestellung 1042 ist bezahlt.", "Ansehen"),
	},
	{
		id: "reset-ann",
		to: "ann@example.com",
		subject: "Reset your password",
		text: "Somebody asked to reset your password.\n",
	},
	{
		id: "order-1041-shipped",
		to: {
			name: "Ann Lee",
			address: "reply-450-4.2.1-at-rcpt-once@example.com",
		},
		cc: "parcels@example.com",
		subject: "Your order 1041 is on its way",
		text: "Two notebooks and a pen left our warehouse today.\n",
		html: styled(
			"Your order is on its way",
			"Two notebooks and a pen left our warehouse today. They should be with you on Thursday.",
			"Track your parcel",
		),
		attachments: [
			{ filename: "delivery-note.png", content: DOT },
			{
				filename: "invoice-1041.txt",
				content: Buffer.from("Invoice 1041: 24.60 EUR\n").toString("base64"),
			},
		],
	},
];

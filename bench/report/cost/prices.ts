/** List prices in US dollars, those of AWS in us-east-1, before free tiers. */

export interface Price {
	readonly of: string;
	readonly text: string;
	/** The provider's own page. */
	readonly page: string;
	/** Where the figure was read: these pages fill in their prices by script, so others quote them. */
	readonly readAt: string;
	/** Of what was read there, as far as it says so. */
	readonly asOf: string;
}

export const AWS = {
	queueRequest: 0.4 / 1e6,
	tableWrite: 0.625 / 1e6,
	tableRead: 0.125 / 1e6,
	invocation: 0.2 / 1e6,
	gigabyteSecond: 0.000_013_333_4,
	event: 1 / 1e6,
	secretRead: 0.05 / 1e4,
	logByte: 0.5 / 1e9,
} as const;

/** A seat a month of the smallest edition, Business Starter, with a year's commitment. */
export const SEAT = 7;

/** What a Workspace mailbox may send in a day; through smtp-relay.gmail.com it is 10,000. */
export const MAILBOX_A_DAY = 2_000;

export interface Plan {
	readonly name: string;
	readonly monthly: number;
	readonly included: number;
	/** For each thousand beyond, begun ones too; without it there is no more than what is included. */
	readonly thousand?: number;
	readonly dailyLimit?: number;
}

export interface Service {
	readonly name: string;
	readonly plans: readonly Plan[];
}

export const SERVICES: readonly Service[] = [
	{
		name: "Amazon SES, à la carte",
		plans: [{ name: "à la carte", monthly: 0, included: 0, thousand: 0.1 }],
	},
	{
		name: "Amazon SES, Essentials",
		plans: [{ name: "Essentials", monthly: 0, included: 0, thousand: 0.16 }],
	},
	{
		name: "Resend",
		plans: [
			{ name: "Free", monthly: 0, included: 3_000, dailyLimit: 100 },
			{ name: "Pro 50k", monthly: 20, included: 50_000, thousand: 0.9 },
			{ name: "Pro 100k", monthly: 35, included: 100_000, thousand: 0.9 },
			{ name: "Scale 100k", monthly: 90, included: 100_000, thousand: 0.9 },
		],
	},
	{
		name: "Postmark",
		plans: [
			{ name: "Basic", monthly: 15, included: 10_000, thousand: 1.8 },
			{ name: "Pro", monthly: 16.5, included: 10_000, thousand: 1.3 },
			{ name: "Platform", monthly: 18, included: 10_000, thousand: 1.2 },
		],
	},
];

export const PRICES: readonly Price[] = [
	{
		of: "Amazon SQS",
		text: "$0.40 a million requests",
		page: "https://aws.amazon.com/sqs/pricing/",
		readAt: "https://cloudburn.io/blog/amazon-sqs-pricing",
		asOf: "March 2026",
	},
	{
		of: "Amazon DynamoDB",
		text: "$0.625 a million writes, $0.125 a million reads, on demand",
		page: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
		readAt: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
		asOf: "undated",
	},
	{
		of: "AWS Lambda",
		text: "$0.20 a million requests, $0.0000133334 a GB-second on arm64",
		page: "https://aws.amazon.com/lambda/pricing/",
		readAt: "https://cloudchipr.com/blog/aws-lambda-pricing",
		asOf: "2024",
	},
	{
		of: "Amazon EventBridge",
		text: "$1.00 a million custom events",
		page: "https://aws.amazon.com/eventbridge/pricing/",
		readAt: "https://cloudburn.io/blog/amazon-eventbridge-pricing",
		asOf: "March 2026",
	},
	{
		of: "AWS Secrets Manager",
		text: "$0.05 for 10,000 reads",
		page: "https://aws.amazon.com/secrets-manager/pricing/",
		readAt:
			"https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms",
		asOf: "undated",
	},
	{
		of: "Amazon CloudWatch",
		text: "$0.50 a GB of logs",
		page: "https://aws.amazon.com/cloudwatch/pricing/",
		readAt:
			"https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/",
		asOf: "June 2026",
	},
	{
		of: "Amazon SES",
		text: "à la carte $0.10 a thousand recipients; Essentials, the plan of new accounts since 21 July 2026, $0.16 a thousand mails; files $0.12 a GB (not counted)",
		page: "https://aws.amazon.com/ses/pricing/",
		readAt:
			"https://github.com/api-evangelist/amazon-ses/blob/main/plans/amazon-ses-plans-pricing.yml",
		asOf: "AWS Price List of 22 July 2026",
	},
	{
		of: "Resend",
		text: "Free 3,000 a month and 100 a day; Pro $20 for 50,000 or $35 for 100,000, Scale $90 for 100,000; $0.90 for each thousand more",
		page: "https://resend.com/pricing",
		readAt:
			"https://owostack.com/pricing-templates/resend-volume-tiers and https://toolchew.com/en/resend-vs-postmark/",
		asOf: "March and May 2026",
	},
	{
		of: "Postmark",
		text: "for 10,000 a month Basic $15, Pro $16.50, Platform $18; $1.80, $1.30, $1.20 for each thousand more",
		page: "https://postmarkapp.com/pricing",
		readAt:
			"https://github.com/api-evangelist/postmark/blob/main/plans/postmark-plans-pricing.yml",
		asOf: "13 August 2026",
	},
	{
		of: "Google Workspace",
		text: "Business Starter $7 a seat and month",
		page: "https://workspace.google.com/pricing",
		readAt:
			"https://github.com/api-evangelist/google-workspace/blob/main/plans/google-workspace-plans-pricing.yml",
		asOf: "May 2026",
	},
];

import { OPS } from "../terminal/called-by.ts";
import { DOCS } from "./home.ts";
import { file } from "./piece.ts";

/** For a folder without a CDK app: the app of the package, and the file that it reads. */
export const SENDERS_FILES = [
	file(
		"senders.json",
		`{
	"senders": [
		{
			"name": "mail",
			"mailbox": "you@example.com",
			"mailboxType": "workspace",
			"alarmEmail": "oncall@example.com",
			"templates": "templates"
		}
	]
}
`,
	),
	file(
		"cdk.json",
		`{ "app": "node node_modules/sqs-gmail-sender/dist/app.js" }\n`,
	),
];

export const STEPS_WITH_SENDERS_FILE = `1. Write your mailbox, its type and an address for alarms into senders.json.

2. Deploy it, and store an App Password (${DOCS}/google-account.md):

   npm install aws-cdk@2 aws-cdk-lib constructs
   npx cdk bootstrap
   npx cdk deploy
   ${OPS} set-password --stack GmailSender-mail

3. Confirm the two mails "AWS Notification - Subscription Confirmation", then send one:

   ${OPS} send --to you@example.com --stack GmailSender-mail`;

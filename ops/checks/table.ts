import { DescribeTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, ok, trouble } from "./check.ts";

export const table: Check = {
	id: "table",
	title: "the state table deletes expired items",
	async run({ target: { dynamo, sender }, mend }) {
		const { TimeToLiveDescription } = await dynamo.send(
			new DescribeTimeToLiveCommand({ TableName: sender.tableName }),
		);
		const { TimeToLiveStatus = "DISABLED", AttributeName } =
			TimeToLiveDescription ?? {};
		const isOn = ["ENABLED", "ENABLING"].includes(TimeToLiveStatus);
		if (isOn && AttributeName === TABLE.ttl)
			return ok(`by its attribute ${TABLE.ttl}`);
		return trouble(
			isOn
				? `time to live of the state table uses the attribute ${AttributeName}`
				: "time to live of the state table is disabled",
			"the table grows without limit, and keeps data about recipients for longer than needed",
			mend.aws(
				`dynamodb update-time-to-live --table-name ${argument(sender.tableName)} --time-to-live-specification Enabled=true,AttributeName=${TABLE.ttl}`,
			),
		);
	},
};

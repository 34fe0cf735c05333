#!/usr/bin/env bash
# Tells a customer that an order has been shipped: send.sh 4711 ann@example.com, with MAIL_QUEUE_URL set.
set -euo pipefail
order=$1
to=$2

# The id follows from what happened: run again, it is still one mail. jq writes whatever the values hold as JSON.
message=$(jq -n --arg order "$order" --arg to "$to" '{
	id: "order-\($order)-shipped",
	to: $to,
	subject: "Order \($order) is on its way",
	text: "Your order \($order) has left our warehouse.",
	tags: { order: $order }
}')
aws sqs send-message --queue-url "$MAIL_QUEUE_URL" --message-body "$message" >/dev/null
echo "queued order-$order-shipped"

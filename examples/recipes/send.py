"""Tells a customer that an order has been shipped: python3 send.py 4711 ann@example.com, with MAIL_QUEUE_URL set."""

import json
import os
import sys

import boto3

order, to = sys.argv[1:3]

message = {
    # Follows from what happened: run again, it is still one mail.
    "id": f"order-{order}-shipped",
    "to": to,
    "subject": f"Order {order} is on its way",
    "text": f"Your order {order} has left our warehouse.",
    "tags": {"order": order},
}
boto3.client("sqs").send_message(
    QueueUrl=os.environ["MAIL_QUEUE_URL"],
    MessageBody=json.dumps(message),
)
print("queued", message["id"])

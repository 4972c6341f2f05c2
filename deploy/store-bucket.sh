#!/bin/sh
# Creates the bucket for documents if it is not there.
set -eu
bucket=daylight-documents
if ! echo s3.bucket.list | weed shell -master=store:9333 | grep -qw "${bucket}"; then
  echo "s3.bucket.create -name ${bucket}" | weed shell -master=store:9333
fi
echo s3.bucket.list | weed shell -master=store:9333 | grep -w "${bucket}"

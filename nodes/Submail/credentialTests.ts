import { SubmailApi } from '../../credentials/SubmailApi.credentials';
import { isObject } from '../../core/values';
import { credentialTest, problemOf } from '../../n8n/http/credential-test';
import { addressOf, openSubmail, readAnswer } from './client';
import { NOT_SUBMAIL } from './errors';

/** Requests the balance, signed as set in the credential. */
export const submailApiTest = credentialTest(new SubmailApi(), {
	baseUrl: ({ baseUrl }) => addressOf(baseUrl),
	request: { method: 'POST', path: '/balance/sms.json', form: {} },
	open: openSubmail,
	read: readAnswer,
	// Other servers may answer "success" as well, but without a balance.
	check: (body) =>
		isObject(body) && body.balance !== undefined ? undefined : problemOf(NOT_SUBMAIL),
});

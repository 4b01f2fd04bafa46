import { EngageLabSmsApi } from '../../credentials/EngageLabSmsApi.credentials';
import { credentialTest } from '../../n8n/http/credential-test';
import { readAnswer, translating } from './client';
import { baseUrlOf, generationOf } from './generations';

/** Lists the signs: both generations support this, and it sends nothing. */
export const engageLabSmsApiTest = credentialTest(new EngageLabSmsApi(), {
	baseUrl: baseUrlOf,
	request: { method: 'GET', path: '/signs' },
	open: (api, data) => translating({ generation: generationOf(data.generation), api }),
	read: readAnswer,
	check(body, data) {
		const { name, isList } = generationOf(data.generation);
		return isList(body)
			? undefined
			: `The server at the Base URL does not belong to EngageLab’s ${name} generation. Check Base URL and Generation.`;
	},
});

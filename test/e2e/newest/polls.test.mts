import { NEWEST } from '../../../demo/versions.mts';
import { polls } from '../polls.mts';

describe(`SMS Trigger in n8n ${NEWEST}`, () => {
	polls(NEWEST);
});

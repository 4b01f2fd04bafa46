import { OLDEST } from '../../../demo/versions.mts';
import { agentsAsk } from '../agents.mts';

describe(`Agents in n8n ${OLDEST}`, () => {
	agentsAsk(OLDEST);
});

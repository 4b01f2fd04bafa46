import { arrivalsMatrix } from './arrivals.mts';

describe('SUBMAIL first', () => arrivalsMatrix('submail'));

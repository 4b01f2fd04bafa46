/** CI must judge a change, not luck: there, property tests use the same values every time. */
import fc from 'fast-check';

if (process.env.CI) fc.configureGlobal({ seed: 20_261_122 });

/** Where the service is reached: its name must be registered as a request domain at mp.weixin.qq.com. Without a slash at the end. */
export const service = 'https://530.example.org';

/** The first base library that has WeChat's privacy consent, without which no phone number is given. */
export const oldestLibrary = '2.32.3';

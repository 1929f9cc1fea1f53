// Two clients that others wrote, as a process of their own: wechat-crypto signs, encrypts and decrypts as WeChat does, co-wechat-api
// makes an official account's ordinary calls. What came of each step is printed as one object of JSON.
'use strict';

const crypto = require('node:crypto');
const API = require('co-wechat-api');
const WXBizMsgCrypt = require('wechat-crypto');

const { wechat, callback, appId, secret, token, key, openId, templateId, picture } = JSON.parse(process.argv[2]);

const sha1 = (...parts) => crypto.createHash('sha1').update(parts.sort().join('')).digest('hex');
const cdata = (xml, name) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(xml)?.[1];
const now = () => `${Math.floor(Date.now() / 1000)}`;

// What the callback answers to a challenge.
async function challenge(signedWith) {
  const [timestamp, nonce] = [now(), '1320562132'];
  const query = new URLSearchParams({ signature: sha1(signedWith, timestamp, nonce), timestamp, nonce, echostr: '5838479218127813673' });
  const answer = await fetch(`${callback}?${query}`);
  return { status: answer.status, text: await answer.text() };
}

// What the callback answers to an encrypted message; a reply comes back decrypted, with whether its signature is right.
async function say(content) {
  const cryptor = new WXBizMsgCrypt(token, key, appId);
  const [timestamp, nonce] = [now(), '460719137'];
  const message =
    `<xml><ToUserName><![CDATA[gh_${appId.slice(-12)}]]></ToUserName><FromUserName><![CDATA[${openId}]]></FromUserName>` +
    `<CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content>` +
    `<MsgId>${Date.now()}</MsgId></xml>`;
  const encrypted = cryptor.encrypt(message);
  const query = new URLSearchParams({
    signature: sha1(token, timestamp, nonce),
    timestamp,
    nonce,
    openid: openId,
    encrypt_type: 'aes',
    msg_signature: cryptor.getSignature(timestamp, nonce, encrypted),
  });
  const answer = await fetch(`${callback}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: `<xml><ToUserName><![CDATA[gh_x]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  });
  const body = await answer.text();
  const reply = cdata(body, 'Encrypt');
  if (!reply) {
    return { status: answer.status, text: body };
  }
  const opened = cryptor.decrypt(reply);
  return {
    status: answer.status,
    isSigned: cryptor.getSignature(cdata(body, 'TimeStamp'), cdata(body, 'Nonce'), reply) === cdata(body, 'MsgSignature'),
    appId: opened.id,
    to: cdata(opened.message, 'ToUserName'),
    type: cdata(opened.message, 'MsgType'),
    text: cdata(opened.message, 'Content'),
  };
}

// Calls in order, each with what it answered or how it was refused.
async function calls() {
  const api = new API(appId, secret);
  for (const name of Object.keys(api).filter((name) => name.endsWith('refix'))) {
    api[name] = api[name].replace(/^https?:\/\/[^/]+/, wechat);
  }
  const answers = {};
  const call = async (name, run) => {
    try {
      answers[name] = (await run(api)) ?? null;
    } catch (refusal) {
      answers[name] = { refused: refusal.code ?? refusal.message };
    }
  };
  await call('getIp', () => api.getIp());
  await call('getFollowers', () => api.getFollowers());
  await call('getUser', () => api.getUser(openId));
  await call('batchGetUsers', () => api.batchGetUsers([openId]));
  await call('updateRemark', () => api.updateRemark(openId, '老会员'));
  await call('createTags', () => api.createTags('青年'));
  const tagId = answers.createTags.tag?.id;
  await call('batchTagging', () => api.batchTagging([openId], tagId));
  await call('getIdList', () => api.getIdList(openId));
  await call('getUsersFromTag', () => api.getUsersFromTag(tagId));
  await call('updateTag', () => api.updateTag(tagId, '青年会员'));
  await call('getTags', () => api.getTags());
  await call('deleteTag', () => api.deleteTag(tagId));
  await call('createMenu', () =>
    api.createMenu({
      button: [
        { type: 'click', name: '今日福利', key: 'V1001' },
        {
          name: '扫码',
          sub_button: [
            { type: 'scancode_push', name: '扫一扫', key: 'scan' },
            { type: 'pic_weixin', name: '相册', key: 'album' },
            { type: 'location_select', name: '位置', key: 'place' },
            { type: 'view', name: '学会', url: 'https://www.csrme.example/' },
          ],
        },
      ],
    })
  );
  await call('getMenu', () => api.getMenu());
  await call('removeMenu', () => api.removeMenu());
  await call('getMenuAgain', () => api.getMenu());
  await call('sendText', () => api.sendText(openId, '您好'));
  await call('sendTemplate', () => api.sendTemplate(openId, templateId, '', '', { thing1: { value: '科普周' } }));
  await call('sendTemplateAgain', () => api.sendTemplate(openId, templateId, '', '', { thing1: { value: '科普周' } }));
  await call('createTmpQRCode', () => api.createTmpQRCode(123, 1800));
  await call('uploadImageMaterial', () => api.uploadImageMaterial(picture));
  await call('uploadImage', () => api.uploadImage(picture));
  await call('massSendText', () => api.massSendText('全体会员您好', true, 'foreign-1'));
  await call('getMassMessageStatus', () => api.getMassMessageStatus(answers.massSendText.msg_id));
  await call('shorturl', () => api.shorturl('https://www.csrme.example/'));
  return answers;
}

(async () => {
  const result = {
    challenge: await challenge(token),
    wrongChallenge: await challenge('another token'),
    silent: await say('没有人回答的话'),
    answered: await say('岩石'),
    calls: await calls(),
  };
  // Connections that are kept alive would keep the process.
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
})();

// Made by `npm run types` from the OpenAPI document of the service. Not to be edited.
export interface paths {
    "/api/seasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 各年度的名称与主题，新的在前 */
        get: operations["listSeasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的福利，新的在前，包括已取消的 */
        get: operations["listClaims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 用 wx.login 的 code 登录 */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 退出登录，TOKEN 作废 */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** “我的”页：是谁，是否已绑定会员 */
        get: operations["showMe"];
        put?: never;
        post?: never;
        /** 注销：删除微信标识、登录和申请。会员名册和领取记录由学会保留 */
        delete: operations["eraseMe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 导出本系统保存的与本人有关的全部内容 */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/binding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 用名册登记的手机号和姓名绑定会员 */
        post: operations["bindMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/bind-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 自己绑不上时，申请秘书处人工核对 */
        post: operations["askToBind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 验证手机号，供投稿联系用；已绑定会员的不必 */
        put: operations["setPhone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/bind-requests/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 撤回还没有核对的申请 */
        delete: operations["withdrawBindRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** “消息设置”页：接收哪些消息，可以请求订阅哪些模板 */
        get: operations["showMessages"];
        /** 选择接收和不接收哪些消息，没有提到的不变 */
        put: operations["chooseMessages"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/messages/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 报告 wx.requestSubscribeMessage 的结果：本人选了“总是保持以上选择”时，微信不会另行告知 */
        post: operations["reportConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 没有传完的，和传完但还没有用上的，新的在前 */
        get: operations["listUploads"];
        put?: never;
        /**
         * 开始一个上传（tus 1.0）
         * @description 请求头：Tus-Resumable: 1.0.0；Upload-Length 为字节数；Upload-Metadata 为 `purpose 值,filename 值,sha256 值`，值是 UTF-8 的 base64，sha256 可以没有。给出 sha256 时，本人传过的文件立即得到（200，state 为 complete），没传完的接着传（200，state 为 open）。
         */
        post: operations["beginUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个上传：已收到多少字节，传完后的回执
         * @description 应用重新打开后先问这里，从 received 处接着传；直接传到存储的，direct 里有缺少的各片和新的地址。
         */
        get: operations["showUpload"];
        put?: never;
        /**
         * 传一段（tus 1.0 的 PATCH）
         * @description 请求头：Tus-Resumable: 1.0.0；X-HTTP-Method-Override: PATCH（不写也是 PATCH；HEAD 问收到多少，DELETE 放弃）；Content-Type: application/offset+octet-stream；Upload-Offset 为这一段从第几个字节起。可以有 Upload-Checksum: `sha1 值`。办成是 204，响应头 Upload-Offset 为已收到的字节数。409 uploads.offset 表示应从别处接着传，423 表示这个上传正有另一段在传：都先问 showUpload。
         */
        post: operations["sendChunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/whole": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 用 wx.uploadFile 一次传完（10 MB 以内）
         * @description multipart/form-data：一个文件，formData 里有 purpose，可以有 filename 和 sha256（小写十六进制）。重复提交得到同一个上传。
         */
        post: operations["sendWhole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/direct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 开始一个直接传到存储的上传
         * @description 先问这里。way 为 form（10 MB 以内）时，用 wx.uploadFile 传到 upload.direct.form；为 parts 时，用 wx.request 以 PUT 把各片传到 upload.direct.parts 的 url，大小须与 size 相同，可以同时传几片；都传完后调 completeDirect。为 chunks 时用 beginUpload。网络慢到 60 秒传不完一片的，改用 beginUpload。重复提交时，给出 sha256 的接着传同一个。
         */
        post: operations["beginDirect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{code}/direct/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 直接传到存储的已经传完
         * @description 可以重复提交。state 为 checking 时正在核对（大文件要一会儿），过几秒再问 showUpload，直到 complete。409 uploads.incomplete：存储还没有收全，先问 showUpload 缺哪些。
         */
        post: operations["completeDirect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/benefits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 福利页：年度、每项福利及其对本人的状态 */
        get: operations["listBenefits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/benefits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一项福利 */
        get: operations["showBenefit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/benefits/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 领取。重复领取得到同一份 */
        post: operations["claimBenefit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/benefits/{id}/claim/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 领取时间内取消领取 */
        post: operations["cancelClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/benefits/{id}/claim/qr.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 福利码的二维码，宽约 400 像素 */
        get: operations["claimQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我核销的，新的在前 */
        get: operations["listRedemptions"];
        put?: never;
        /** 核销扫描或输入的福利码。同一人重复核销得到同样的回答 */
        post: operations["redeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemptions/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 撤销本人的核销，福利码恢复可用 */
        post: operations["undoRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 已发布的人才故事，新的在前，不含正文
         * @description 带上次回答的 ETag（If-None-Match）来问，没有变则回 304。
         */
        get: operations["listStories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一篇人才故事
         * @description 带上次回答的 ETag（If-None-Match）来问，没有变则回 304。
         */
        get: operations["showStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 短视频征集，截止晚的在前 */
        get: operations["listVideoCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一次征集：说明、要求、我的作品数 */
        get: operations["showVideoCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/calls/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一次征集中展示的作品，新的在前 */
        get: operations["listShownEntries"];
        put?: never;
        /** 开始一件作品，已有草稿则得到它 */
        post: operations["beginEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一件展示的作品，可以播放 */
        get: operations["showEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/{id}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 点赞，每人一次 */
        put: operations["likeEntry"];
        post?: never;
        /** 取消点赞 */
        delete: operations["unlikeEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/{id}/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 投诉一件作品，由秘书处处理 */
        post: operations["complainOfEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的作品，新的在前 */
        get: operations["listMyEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/mine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的一件作品 */
        get: operations["showMyEntry"];
        /**
         * 保存作品的文字
         * @description 草稿可以不完整，随时保存；提交时才检查。
         */
        put: operations["writeEntry"];
        post?: never;
        /** 撤回作品；还没有提交过的草稿直接删除 */
        delete: operations["withdrawEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/mine/{id}/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 给作品配上传好的视频
         * @description upload 是上传的编号（purpose 为 video）。换视频再来一次即可，原来的会删除。
         */
        put: operations["attachVideo"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/entries/mine/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 提交作品 */
        post: operations["submitEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {unknown} */
        AiUse: "none" | "partly" | "mostly";
        AskToBind: {
            name: string;
            number?: null | string;
            unit?: null | string;
            note?: null | string;
            phoneCode?: null | string;
        };
        BenefitCard: components["schemas"]["BenefitCardUpcomingCard"] | components["schemas"]["BenefitCardOpenCard"] | components["schemas"]["BenefitCardSoldOutCard"] | components["schemas"]["BenefitCardClosedCard"] | components["schemas"]["BenefitCardNotEligibleCard"] | components["schemas"]["BenefitCardClaimedCard"] | components["schemas"]["BenefitCardRedeemedCard"] | components["schemas"]["BenefitCardExpiredCard"];
        BenefitCardClaimedCard: {
            /** @enum {string} */
            state: "claimed";
            ticket: components["schemas"]["ClaimTicket"];
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardClosedCard: {
            /** @enum {string} */
            state: "closed";
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardExpiredCard: {
            /** @enum {string} */
            state: "expired";
            ticket: components["schemas"]["ClaimTicket"];
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardNotEligibleCard: {
            /** @enum {string} */
            state: "notEligible";
            /** @description 为什么不能领取，与领取接口的 code 相同。 */
            whyNotCode: components["schemas"]["WhyNotCode"];
            /** @description 给人看的中文。 */
            whyNot: string;
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardOpenCard: {
            /** @enum {string} */
            state: "open";
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardRedeemedCard: {
            /** @enum {string} */
            state: "redeemed";
            ticket: components["schemas"]["ClaimTicket"];
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardSoldOutCard: {
            /** @enum {string} */
            state: "soldOut";
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BenefitCardUpcomingCard: {
            /** @enum {string} */
            state: "upcoming";
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            summary: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            picture: null | components["schemas"]["PictureAnswer"];
            /** @description 面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。 */
            audience: string[];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再领取。
             */
            closesAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** Format: int32 */
            stock: number;
            /**
             * Format: int32
             * @description 还剩多少，可能是一秒前的数。领取时以实际为准。
             */
            remaining: number;
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        /** @enum {unknown} */
        BenefitKind: "counter" | "voucher";
        BenefitsScreen: {
            season: null | components["schemas"]["SeasonAnswer"];
            items: components["schemas"]["BenefitCard"][];
            /**
             * Format: date-time
             * @description 服务器的时间，用来倒计时。
             */
            now: string;
        };
        BindByPhone: {
            phoneCode: string;
            name: string;
        };
        BindRequestAnswer: {
            /** Format: int64 */
            id: number;
            state: components["schemas"]["BindRequestState"];
            name: string;
            number: string;
            unit: string;
            note: string;
            /** @description 没有通过的原因，其他时候为空。 */
            reason: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            decidedAt: null | string;
        };
        /** @enum {unknown} */
        BindRequestState: "open" | "accepted" | "rejected";
        CallItem: {
            /** Format: int64 */
            id: number;
            title: string;
            stage: components["schemas"]["CallStage"];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 在这之前提交。
             */
            closesAt: string;
        };
        CallScreen: {
            /** @description 征集说明，几段文字。 */
            theme: string;
            /** @description 可选的分类；空表示不分类。 */
            categories: string[];
            /** Format: int32 */
            minSeconds: number;
            /** Format: int32 */
            maxSeconds: number;
            /**
             * Format: int32
             * @description 每人最多几件。
             */
            maxEntries: number;
            /**
             * Format: int32
             * @description 本人已有几件，含草稿。
             */
            myEntries: number;
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
            /** Format: int64 */
            id: number;
            title: string;
            stage: components["schemas"]["CallStage"];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 在这之前提交。
             */
            closesAt: string;
        };
        /** @enum {unknown} */
        CallStage: "soon" | "open" | "closed";
        ChosenTopic: {
            topic: components["schemas"]["Topic"];
            wanted: boolean;
        };
        /** @enum {unknown} */
        ClaimState: "held" | "redeemed" | "cancelled" | "expired";
        ClaimTicket: {
            /** Format: int64 */
            benefitId: number;
            kind: components["schemas"]["BenefitKind"];
            title: string;
            usageNote: string;
            partner: string;
            /** @description 到哪里领取或使用；没有填写则为空。 */
            place: string;
            /**
             * Format: int32
             * @description 第几份，从 1 起。
             */
            serial: number;
            /** @description 柜台扫描或输入的福利码，或合作方的兑换码。 */
            code: string;
            state: components["schemas"]["ClaimState"];
            /** Format: date-time */
            claimedAt: string;
            /**
             * Format: date-time
             * @description 从这一刻起不能再使用。给人看请用 lastDay。
             */
            useUntil: string;
            /** @description 合作方在兑换码之外还要的密码，请一起显示；没有则为 null。 */
            password: null | string;
            /**
             * Format: date
             * @description 可以使用的最后一天（北京时间）。
             */
            lastDay: string;
            /** @description 画成二维码的文字。 */
            scanText: null | string;
        };
        Collaborator: {
            name: string;
            unit: string;
        };
        ConsentReport: {
            /** @description success 回调给出的各模板 ID 及其结果（accept、reject、ban、filter）；errMsg 可以留着。每调用一次报告一次，每人每天至多计 30 次同意。 */
            results: {
                [key: string]: string;
            };
        };
        DirectAnswer: {
            /** @description chunks：这里没有可以直接传的存储，请用 beginUpload 传。 */
            way: components["schemas"]["UploadWay"];
            upload: null | components["schemas"]["UploadScreen"];
        };
        DirectRequest: {
            purpose: string;
            fileName: null | string;
            /**
             * Format: int64
             * @description 文件的字节数。
             */
            size: number;
            /** @description 整个文件的 SHA-256，小写十六进制；可以没有。 */
            sha256: null | string;
        };
        DirectScreen: {
            form: null | components["schemas"]["FormScreen"];
            /**
             * Format: int64
             * @description 除最后一片外，每片的字节数。
             */
            partBytes: null | number;
            parts: null | components["schemas"]["PartScreen"][];
            /**
             * Format: date-time
             * @description form 和各片的地址到这时失效，再问 showUpload 得到新的。
             */
            until: string;
        };
        EntryConsent: {
            /** @description 已阅读并同意征集说明，作品为本人创作，同意学会为公益宣传使用。 */
            agreesToRules: boolean;
            /** @description 作品不含国家秘密、工作秘密和不宜公开的工程信息，需要的已经单位审查。 */
            holdsNoSecrets: boolean;
        };
        EntryScreen: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            callId: number;
            /** @description 征集的名称。 */
            callTitle: string;
            state: components["schemas"]["EntryState"];
            /** @description 要改什么，或不再展示的原因；没有则为空。 */
            reason: string;
            /**
             * Format: date-time
             * @description 退回的作品最晚在这时之前重新提交。
             */
            fixUntil: null | string;
            text: components["schemas"]["EntryText"];
            video: null | components["schemas"]["EntryVideo"];
            /** @description 提交前还缺什么，按顺序提示；可以提交时为空。 */
            missing: string[];
            /** @description 提请作者留意、不妨碍提交的事。 */
            hints: string[];
            /** Format: int32 */
            likes: number;
            /** Format: date-time */
            submittedAt: null | string;
        };
        /** @enum {unknown} */
        EntryState: "draft" | "submitted" | "reviewing" | "returned" | "accepted" | "shown" | "withdrawn";
        EntryText: {
            title: string;
            statement: string;
            author: string;
            unit: string;
            collaborators: components["schemas"]["Collaborator"][];
            /** @description 征集分类中的一个；征集没有分类则为空。 */
            category: string;
            aiUse: components["schemas"]["AiUse"];
            /** @description 使用了 AI 的，说明用在哪里。 */
            aiNote: string;
        };
        EntryUpload: {
            upload: string;
        };
        EntryVideo: {
            state: components["schemas"]["EntryVideoState"];
            /** @description 文件在手机上的名字。 */
            fileName: string;
            /** Format: int64 */
            size: number;
            /**
             * Format: int32
             * @description 时长，秒；还不知道则为 0。
             */
            seconds: number;
            /**
             * Format: int32
             * @description 转换的百分比。
             */
            progress: number;
            /** @description 不能用的原因和怎么办；其他时候为空。 */
            fault: string;
            poster: null | components["schemas"]["PrivatePicture"];
            /** @description 播放的地址，两小时后失效；还不能播放则为 null。 */
            address: null | string;
        };
        /** @enum {unknown} */
        EntryVideoState: "waiting" | "checked" | "converting" | "ready" | "unfit";
        FormScreen: {
            url: string;
            /** @description 文件那一项的 name。 */
            name: string;
            /** @description 原样作为 formData，都在文件之前。 */
            fields: {
                [key: string]: string;
            };
        };
        GalleryItem: {
            /** Format: int64 */
            id: number;
            title: string;
            author: string;
            unit: string;
            category: string;
            /** @description 使用了 AI 的，画面旁须说明。 */
            aiUse: components["schemas"]["AiUse"];
            /** Format: int32 */
            likes: number;
            /** @description 本人是否点过赞。 */
            liked: boolean;
            /** Format: date-time */
            shownAt: string;
            /**
             * Format: int32
             * @description 时长，秒。
             */
            seconds: number;
            poster: null | components["schemas"]["PrivatePicture"];
        };
        GalleryScreen: {
            /** Format: int64 */
            callId: number;
            /** @description 创作说明，几段文字。 */
            statement: string;
            /** @description 合作者。 */
            collaborators: components["schemas"]["Collaborator"][];
            /** @description AI 用在哪里；没有用则为空。 */
            aiNote: string;
            play: components["schemas"]["Playing"];
            /** Format: int64 */
            id: number;
            title: string;
            author: string;
            unit: string;
            category: string;
            /** @description 使用了 AI 的，画面旁须说明。 */
            aiUse: components["schemas"]["AiUse"];
            /** Format: int32 */
            likes: number;
            /** @description 本人是否点过赞。 */
            liked: boolean;
            /** Format: date-time */
            shownAt: string;
            /**
             * Format: int32
             * @description 时长，秒。
             */
            seconds: number;
            poster: null | components["schemas"]["PrivatePicture"];
        };
        /** @enum {unknown} */
        Ground: "rights" | "secret" | "unlawful" | "untrue" | "other";
        ListingOfCallItem: {
            items: components["schemas"]["CallItem"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfClaimTicket: {
            items: components["schemas"]["ClaimTicket"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfEntryScreen: {
            items: components["schemas"]["EntryScreen"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfSeasonAnswer: {
            items: components["schemas"]["SeasonAnswer"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfUploadScreen: {
            items: components["schemas"]["UploadScreen"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        MakeComplaint: {
            ground: components["schemas"]["Ground"];
            /** @default  */
            words: string;
        };
        MeAnswer: components["schemas"]["MeAnswerUnboundMe"] | components["schemas"]["MeAnswerRequestedMe"] | components["schemas"]["MeAnswerRejectedMe"] | components["schemas"]["MeAnswerBoundMe"];
        MeAnswerBoundMe: {
            /** @enum {string} */
            state: "bound";
            member: components["schemas"]["MemberCard"];
            /** @description 可以核销福利。 */
            mayRedeem: boolean;
        };
        MeAnswerRejectedMe: {
            /** @enum {string} */
            state: "rejected";
            request: components["schemas"]["BindRequestAnswer"];
        };
        MeAnswerRequestedMe: {
            /** @enum {string} */
            state: "requested";
            request: components["schemas"]["BindRequestAnswer"];
        };
        MeAnswerUnboundMe: {
            /** @enum {string} */
            state: "unbound";
        };
        MemberCard: {
            number: string;
            name: string;
            unit: string;
            branch: null | string;
            level: null | string;
            /** Format: date */
            paidUntil: null | string;
            phone: string;
        };
        MessageSettings: {
            topics: components["schemas"]["TopicChoice"][];
            /** @description 供 wx.requestSubscribeMessage 使用：点按之后调用，一次最多三个。不得以同意订阅为领取福利的条件。 */
            templates: components["schemas"]["TemplateOffer"][];
        };
        PageOfGalleryItem: {
            items: components["schemas"]["GalleryItem"][];
            /** @description 要看后面的，把它作为 after 传回来；到头了是 null。 */
            next: null | string;
        };
        PageOfRedemptionAnswer: {
            items: components["schemas"]["RedemptionAnswer"][];
            /** @description 要看后面的，把它作为 after 传回来；到头了是 null。 */
            next: null | string;
        };
        PageOfStoryItem: {
            items: components["schemas"]["StoryItem"][];
            /** @description 要看后面的，把它作为 after 传回来；到头了是 null。 */
            next: null | string;
        };
        PartScreen: {
            /** Format: int32 */
            number: number;
            /**
             * Format: int64
             * @description 从文件的第几个字节起。
             */
            offset: number;
            /** Format: int64 */
            size: number;
            /** @description 存储已经收到这一片，不必再传。 */
            isHere: boolean;
            /** @description 用 PUT 把这一片传到这里；为 null 的，传完前面的再问 showUpload。 */
            url: null | string;
        };
        PictureAnswer: {
            /** @description 以 / 开头，前面补上本服务的地址。内容不会再变，可以一直缓存。 */
            path: string;
            /**
             * Format: int32
             * @description 像素。
             */
            width: number;
            /**
             * Format: int32
             * @description 像素。
             */
            height: number;
        };
        Playing: components["schemas"]["PlayingFilePlaying"] | components["schemas"]["PlayingChannelPlaying"];
        PlayingChannelPlaying: {
            /** @enum {string} */
            way: "channel";
            feedId: string;
            finderUserName: string;
        };
        PlayingFilePlaying: {
            /** @enum {string} */
            way: "file";
            /** @description 以 / 开头的，前面补上本服务的地址。两小时后失效，届时重新取这一页。 */
            address: string;
            /** Format: int32 */
            width: number;
            /** Format: int32 */
            height: number;
        };
        PrivatePicture: {
            /** @description 以 / 开头的，前面补上本服务的地址。两小时后失效。 */
            address: string;
            /**
             * Format: int32
             * @description 像素。
             */
            width: number;
            /**
             * Format: int32
             * @description 像素。
             */
            height: number;
        };
        /** @description 没有办成的回答（RFC 9457）。 */
        Problem: {
            /** @description 几个字的标题。 */
            title: string;
            /** Format: int32 */
            status: number;
            /** @description 给人看的中文，可以直接显示。 */
            detail: string;
            /** @description 给程序判断的代码，不会改变。 */
            code: string;
            /** @description 追踪号，报给秘书处时用。 */
            traceId: string;
            /** @description code 为 request.invalid 时：每个有误的字段（与提交的 JSON 同名）及原因。 */
            errors?: {
                [key: string]: string[];
            };
        };
        RedeemRequest: {
            /** @description 扫描（CSRME:…）或输入的内容；空格、连字符、全角字母都可以。 */
            code: string;
        };
        RedemptionAnswer: {
            /** Format: int64 */
            id: number;
            title: string;
            /** Format: int32 */
            serial: number;
            /** @description 会员姓名，中间隐去，供柜台核对。 */
            holder: string;
            /** Format: date-time */
            redeemedAt: string;
            /** Format: date-time */
            undoneAt: null | string;
            /**
             * @description 此前已由本人在 redeemedAt 核销过，这次没有再核销。
             * @default false
             */
            repeated: boolean;
        };
        SeasonAnswer: {
            /** Format: int32 */
            year: number;
            name: string;
            theme: string;
        };
        SessionAnswer: {
            /** @description 放在请求头：`Authorization: Bearer TOKEN`。 */
            token: string;
            /** Format: date-time */
            expiresAt: string;
        };
        SetPhone: {
            phoneCode: string;
        };
        SignInRequest: {
            code: string;
        };
        StoryAnswer: {
            /** @description 作者；没有填写则为空。 */
            author: string;
            /** @description 正文，HTML，只含 rich-text 组件能画的标签，图片不会宽过屏幕。图片的 src 与 path 一样以 / 开头，显示前补上本服务的地址。 */
            body: string;
            /** @description 公众号文章的网址；还不知道则为 null。 */
            articleUrl: null | string;
            /** Format: int64 */
            id: number;
            title: string;
            /** @description 写的是谁。 */
            person: string;
            /** @description 这个人的单位；没有填写则为空。 */
            unit: string;
            /**
             * Format: int32
             * @description 入选青年人才托举工程的年份。
             */
            programmeYear: number;
            /** @description 摘要；没有填写则为空。 */
            digest: string;
            /**
             * Format: date-time
             * @description 发布的时间。
             */
            outAt: string;
            cover: null | components["schemas"]["PictureAnswer"];
            portrait: null | components["schemas"]["PictureAnswer"];
        };
        StoryItem: {
            /** Format: int64 */
            id: number;
            title: string;
            /** @description 写的是谁。 */
            person: string;
            /** @description 这个人的单位；没有填写则为空。 */
            unit: string;
            /**
             * Format: int32
             * @description 入选青年人才托举工程的年份。
             */
            programmeYear: number;
            /** @description 摘要；没有填写则为空。 */
            digest: string;
            /**
             * Format: date-time
             * @description 发布的时间。
             */
            outAt: string;
            cover: null | components["schemas"]["PictureAnswer"];
            portrait: null | components["schemas"]["PictureAnswer"];
        };
        TemplateOffer: {
            /** @description 微信的模板 ID。 */
            id: string;
            name: string;
            /** @description 长期订阅。 */
            longTerm: boolean;
            /**
             * Format: int32
             * @description 本人已同意、还没有用掉的次数，以微信和小程序告知的为准。
             */
            credits: number;
        };
        /** @enum {unknown} */
        Topic: "benefits" | "events" | "contests" | "stories" | "membership";
        TopicChoice: {
            topic: components["schemas"]["Topic"];
            name: string;
            wanted: boolean;
        };
        TopicChoices: {
            topics: components["schemas"]["ChosenTopic"][];
        };
        UploadScreen: {
            /** @description 上传的编号，也是地址的末段。请记在本机，重新打开后接着传。 */
            code: string;
            state: components["schemas"]["UploadState"];
            purpose: string;
            fileName: string;
            /** Format: int64 */
            size: number;
            /**
             * Format: int64
             * @description 已收到并保存好的字节数，接着从这里传。
             */
            received: number;
            /** @description 整个文件的 SHA-256，小写十六进制。 */
            sha256: null | string;
            /** Format: date-time */
            begunAt: string;
            /**
             * Format: date-time
             * @description 最后一个字节保存好的时间。
             */
            completedAt: null | string;
            /**
             * Format: date-time
             * @description 到这时还没有传完或没有用上，就会删除；已经用上的为 null。
             */
            expiresAt: null | string;
            /** @description 传完的回执，请保存：对截止时间有争议时出示。 */
            receipt: null | string;
            /** @description 本人更早传过同样内容的那个上传的编号。 */
            sameAs: null | string;
            /** @description 怎样传：form 和 parts 是直接传到存储，所需的在 direct 里；chunks 是用 sendChunk 传到这里。 */
            way: components["schemas"]["UploadWay"];
            direct: null | components["schemas"]["DirectScreen"];
        };
        /** @enum {unknown} */
        UploadState: "open" | "checking" | "complete" | "refused" | "removed" | "expired";
        /** @enum {unknown} */
        UploadWay: "chunks" | "form" | "parts";
        VerifiedPhone: {
            /** @description 打了星号的手机号。 */
            phone: string;
        };
        /** @enum {unknown} */
        WhyNotCode: "member.not_bound" | "benefit.on_hold" | "benefit.level" | "benefit.branch" | "benefit.tag" | "benefit.dues";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSeasons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingOfSeasonAnswer"];
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listClaims: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingOfClaimTicket"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.bad_code" | "session.blocked";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room" | "wechat.unavailable";
                    };
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeAnswer"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    eraseMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.ended";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    exportMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    bindMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BindByPhone"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberCard"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "bind.phone_odd" | "bind.bad_code" | "session.ended" | "bind.phone_unknown" | "bind.name_differs" | "bind.ambiguous" | "bind.member_taken" | "bind.person_taken";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room" | "wechat.unavailable";
                    };
                };
            };
        };
    };
    askToBind: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskToBind"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BindRequestAnswer"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "bind.phone_odd" | "bind.bad_code" | "session.ended" | "bind.person_taken";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room" | "wechat.unavailable";
                    };
                };
            };
        };
    };
    setPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPhone"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifiedPhone"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "bind.phone_odd" | "bind.bad_code" | "session.ended";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room" | "wechat.unavailable";
                    };
                };
            };
        };
    };
    withdrawBindRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSettings"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    chooseMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicChoices"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.ended";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    reportConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentReport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSettings"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.ended";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingOfUploadScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.malformed" | "uploads.purpose" | "uploads.empty" | "uploads.checksum_unknown" | "request.malformed";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_many_open" | "uploads.too_much" | "session.ended";
                    };
                };
            };
            /** @description 版本不符 */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.version";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_large";
                    };
                };
            };
            /** @description 正在使用 */
            423: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.busy";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 内容不符 */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.checksum_differs" | "uploads.hash_differs";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
            /** @description 空间不足 */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.disk_full";
                    };
                };
            };
        };
    };
    showUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 已不存在 */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.gone";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    sendChunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.malformed" | "uploads.checksum_unknown" | "request.malformed";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 请求有误 */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.method";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.offset" | "uploads.taken";
                    };
                };
            };
            /** @description 已不存在 */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.gone";
                    };
                };
            };
            /** @description 版本不符 */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.version";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.media_type";
                    };
                };
            };
            /** @description 正在使用 */
            423: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.busy";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 内容不符 */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.checksum_differs" | "uploads.hash_differs";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
            /** @description 空间不足 */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.disk_full";
                    };
                };
            };
        };
    };
    sendWhole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.malformed" | "uploads.purpose" | "uploads.empty" | "request.malformed";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_many_open" | "uploads.too_much" | "session.ended";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_large" | "request.too_large";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 内容不符 */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.hash_differs";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
            /** @description 空间不足 */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.disk_full";
                    };
                };
            };
        };
    };
    beginDirect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DirectRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectAnswer"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid" | "uploads.malformed" | "uploads.purpose" | "uploads.empty";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.too_many_open" | "uploads.too_much" | "session.ended";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large" | "uploads.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    completeDirect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.incomplete";
                    };
                };
            };
            /** @description 已不存在 */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.gone";
                    };
                };
            };
            /** @description 正在使用 */
            423: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.busy";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 内容不符 */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "uploads.hash_differs";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listBenefits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenefitsScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showBenefit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenefitCard"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    claimBenefit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimTicket"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "benefit.not_open" | "benefit.closed" | "benefit.on_hold" | "benefit.sold_out" | "member.not_bound" | "benefit.level" | "benefit.branch" | "benefit.tag" | "benefit.dues";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    cancelClaim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "claim.voucher" | "claim.redeemed" | "claim.too_often" | "claim.too_late";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    claimQr: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listRedemptions: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRedemptionAnswer"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound" | "access.denied";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    redeem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionAnswer"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound" | "access.denied";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "redemption.used" | "redemption.cancelled" | "redemption.expired" | "redemption.voucher" | "redemption.unknown_code" | "redemption.foreign_code";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    undoRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有权限 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "member.not_bound" | "access.denied";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listStories: {
        parameters: {
            query?: {
                /** @description 上一页的 next，原样传回；不带或为空则从头看起。 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfStoryItem"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.invalid";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoryAnswer"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listVideoCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingOfCallItem"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showVideoCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listShownEntries: {
        parameters: {
            query?: {
                /** @description 上一页的 next，原样传回；不带或为空则从头看起。 */
                after?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfGalleryItem"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    beginEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "videos.not_open" | "videos.closed" | "videos.too_many" | "session.ended";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GalleryScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    likeEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "videos.too_many_likes" | "session.ended";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    unlikeEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    complainOfEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeComplaint"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    listMyEntries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingOfEntryScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    showMyEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryScreen"];
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    writeEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryText"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryScreen"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "videos.not_editable";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    withdrawEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    attachVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryUpload"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryScreen"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "videos.not_editable" | "videos.upload_gone";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
    submitEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryConsent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryScreen"];
                };
            };
            /** @description 请求有误 */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.invalid";
                    };
                };
            };
            /** @description 尚未登录 */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "session.missing";
                    };
                };
            };
            /** @description 没有找到 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_found";
                    };
                };
            };
            /** @description 请求超时 */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.slow";
                    };
                };
            };
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "videos.not_open" | "videos.closed" | "videos.not_editable" | "videos.incomplete" | "videos.no_video" | "videos.video_unfit" | "videos.no_phone" | "videos.not_agreed";
                    };
                };
            };
            /** @description 内容过大 */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.too_large";
                    };
                };
            };
            /** @description 请求有误 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "request.media_type";
                    };
                };
            };
            /** @description 操作过于频繁 */
            429: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "limit.exceeded";
                    };
                };
            };
            /** @description 系统出错 */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.fault";
                    };
                };
            };
            /** @description 系统繁忙 */
            503: {
                headers: {
                    /** @description 过几秒再试。 */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "service.busy" | "service.no_room";
                    };
                };
            };
        };
    };
}

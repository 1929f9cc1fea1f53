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
    "/api/certificates/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的证书，新的在前
         * @description pdf 和 picture 是文件的地址，两小时内不用登录就能打开；picture 是 JPEG，可以保存到相册。
         */
        get: operations["listMyCertificates"];
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
    "/api/judging/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本人的微信接收哪些评委的评审提醒 */
        get: operations["showJudgingContact"];
        put?: never;
        /**
         * 用评委页面上的绑定码，让本人的微信接收评审提醒
         * @description 扫码得到的文字原样传来即可。重复提交同一个码没有影响。
         */
        post: operations["linkJudgingContact"];
        /** 不再接收评审提醒 */
        delete: operations["unlinkJudgingContact"];
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
    "/api/contests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 摄影大赛，截止晚的在前 */
        get: operations["listContests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一次大赛：说明、组别、要求、奖项，我能不能参赛 */
        get: operations["showContest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 开始一件作品，已有草稿则得到它 */
        post: operations["beginPhotoEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/entries/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的作品，新的在前 */
        get: operations["listMyPhotoEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/entries/mine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的一件作品 */
        get: operations["showMyPhotoEntry"];
        /**
         * 保存作品的文字
         * @description 草稿可以不完整，随时保存；提交时才检查。
         */
        put: operations["writePhotoEntry"];
        post?: never;
        /**
         * 撤回作品；还没有提交过的草稿直接删除
         * @description 随时可以撤回，评审中的也可以；撤回后不再参加评审，不能恢复。
         */
        delete: operations["withdrawPhotoEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/entries/mine/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 提交作品 */
        post: operations["submitPhotoEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/entries/mine/{id}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 排照片的顺序，选封面 */
        put: operations["orderEntryPhotos"];
        /**
         * 把上传好的照片加到最后
         * @description upload 是上传的编号（purpose 为 photo）。同一个上传再来一次不会多一张。
         */
        post: operations["addEntryPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/entries/mine/{id}/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 去掉一张照片，后面的依次向前
         * @description 去掉的是封面，则由第一张作封面。
         */
        delete: operations["removeEntryPhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 拟获奖名单（公示期）或获奖名单
         * @description 还没有公示时为 404。
         */
        get: operations["showContestResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/{id}/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对公示的名单提出异议
         * @description 同一个人对同一件作品再次提出时，替换还没有处理的那一次。
         */
        post: operations["objectToResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/{id}/gallery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一次大赛展示的作品，每个人看到的顺序不同，固定不变 */
        get: operations["listGallery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/gallery/{entryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一件展示的作品 */
        get: operations["showGalleryEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests/gallery/{entryId}/vote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 投一票，每件作品每人一次。重复投票得到同样的回答 */
        put: operations["giveVote"];
        post?: never;
        /** 投票截止前取消自己的一票 */
        delete: operations["takeVoteBack"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 活动，结束早的在前，含最近一个月结束的 */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一个活动：场次、报名表、我的报名 */
        get: operations["showEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/sessions/{sessionId}/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 修改一起来的人和报名表的回答；人数可以减少，不能增加 */
        put: operations["rewriteRegistration"];
        /** 报名；名额已满则进入候补。重复报名得到同一份 */
        post: operations["registerForEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/sessions/{sessionId}/registration/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 取消报名、退出候补或放弃空位 */
        post: operations["cancelRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/sessions/{sessionId}/registration/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 接受空位。重复接受得到同样的回答 */
        post: operations["acceptOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/sessions/{sessionId}/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的票：手机据此每 30 秒算出一个码，没有网络也能出示 */
        get: operations["showEventTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/sessions/{sessionId}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 评价参加过的一场，可以再改 */
        put: operations["giveFeedback"];
        post?: never;
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
        AwardedEntry: {
            /** Format: int64 */
            entryId: number;
            prize: string;
            title: string;
            /** @description 作者和合作者。 */
            makers: string;
            unit: string;
            caption: string;
            /** @description 使用了 AI 的，画面旁须说明。 */
            aiUse: components["schemas"]["PhotoAiUse"];
            /** @description 照片，封面在前。公开展示没有开通时为空。 */
            photos: components["schemas"]["ShownPhoto"][];
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
        /** @enum {unknown} */
        CertificateState: "issued" | "revoked";
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
        Coauthor: {
            name: string;
            unit: string;
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
        ContactAnswer: {
            /** @description 评委的姓名；没有绑定时是空的。 */
            jurors: string[];
        };
        ContactRequest: {
            /** @description 绑定码，8 位字母和数字；或扫码得到的文字。 */
            code: string;
        };
        ContestDates: {
            /**
             * Format: date-time
             * @description 没有投票则为 null。
             */
            voteOpensAt: null | string;
            /** Format: date-time */
            voteClosesAt: null | string;
            /**
             * Format: date-time
             * @description 公示的开始；还没有公示则为 null。
             */
            noticeFrom: null | string;
            /** Format: date-time */
            noticeUntil: null | string;
            /**
             * Format: date-time
             * @description 结果公布的时间；还没有则为 null。
             */
            announcedAt: null | string;
        };
        ContestGroup: {
            key: string;
            name: string;
            shape: components["schemas"]["GroupShape"];
            /** Format: int32 */
            minPhotos: number;
            /** Format: int32 */
            maxPhotos: number;
        };
        ContestItem: {
            /** Format: int64 */
            id: number;
            title: string;
            stage: components["schemas"]["ContestStage"];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 在这之前提交。
             */
            closesAt: string;
        };
        ContestLimits: {
            /**
             * Format: int32
             * @description 每张不少于多少百万像素；0 则不限。
             */
            minMegapixels: number;
            /**
             * Format: int32
             * @description 每张不超过多少 MB。
             */
            maxMegabytes: number;
            /** @description 在这一天以后拍摄，2025-01-01；空则不限。 */
            takenSince: string;
            /** @description 须为带相机信息的原图：选择照片时请用户勾选“原图”。 */
            needsCamera: boolean;
            /**
             * Format: int32
             * @description 说明最多几个字。
             */
            maxCaption: number;
        };
        ContestScreen: {
            /** @description 征集说明，几段文字。 */
            rules: string;
            groups: components["schemas"]["ContestGroup"][];
            /** @description 可选的主题；空表示不分主题。 */
            subjects: string[];
            /** @description 奖项，按组别从高到低。 */
            prizes: components["schemas"]["Prize"][];
            /** @description 评分项和权重。 */
            criteria: components["schemas"]["Criterion"][];
            limits: components["schemas"]["ContestLimits"];
            dates: components["schemas"]["ContestDates"];
            /** @description 谁可参赛。 */
            entrants: components["schemas"]["Crowd"];
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
            /** @description 本人现在能不能参赛。 */
            mayEnter: components["schemas"]["MayEnter"];
            /**
             * Format: int64
             * @description 本人的草稿；没有则为 null。
             */
            draft: null | number;
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
            /** Format: int64 */
            id: number;
            title: string;
            stage: components["schemas"]["ContestStage"];
            /** Format: date-time */
            opensAt: string;
            /**
             * Format: date-time
             * @description 在这之前提交。
             */
            closesAt: string;
        };
        /** @enum {unknown} */
        ContestStage: "soon" | "open" | "judging" | "notice" | "noticed" | "announced";
        Criterion: {
            name: string;
            /** Format: int32 */
            weight: number;
        };
        /** @enum {unknown} */
        Crowd: "everyone" | "members";
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
        EntryPhotoOrder: {
            /** @description 作品里所有照片的 id，按想要的顺序。 */
            photos: number[];
            /**
             * Format: int64
             * @description 封面是哪一张；null 则由第一张作封面。
             */
            cover: null | number;
        };
        EntryPhotoScreen: {
            /** Format: int64 */
            id: number;
            state: components["schemas"]["EntryPhotoStage"];
            /** @description 文件在手机上的名字。 */
            fileName: string;
            /** Format: int64 */
            size: number;
            /**
             * Format: int32
             * @description 原图的像素；还不知道则为 0。
             */
            width: number;
            /** Format: int32 */
            height: number;
            /** @description 不能用的原因和怎么办；其他时候为空。 */
            fault: string;
            /** @description 不能用的原因的代码，如 photo.no_camera；其他时候为空。 */
            faultCode: string;
            thumbnail: null | components["schemas"]["PrivatePicture"];
            preview: null | components["schemas"]["PrivatePicture"];
        };
        /** @enum {unknown} */
        EntryPhotoStage: "waiting" | "ready" | "unfit";
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
        /** @enum {unknown} */
        EventKind: "symposium" | "tour" | "openDay" | "exhibition" | "lecture" | "youth" | "counselling";
        EventScreen: {
            /** Format: int64 */
            id: number;
            slug: string;
            kind: components["schemas"]["EventKind"];
            title: string;
            /** @description 主办单位。 */
            organiser: string;
            /** @description 活动说明，几段文字。 */
            summary: string;
            /** @description 线上活动为空。 */
            place: string;
            point: null | components["schemas"]["MapPoint"];
            /** @description 是否可以线上参加。 */
            isOnline: boolean;
            /** @description 线上参加的网址，本人报名成功后才有，此前为空。 */
            onlineUrl: string;
            /** Format: date-time */
            registersFrom: string;
            /** Format: date-time */
            registersUntil: string;
            /**
             * Format: date-time
             * @description 在这之前可以修改或取消。
             */
            cancelUntil: string;
            /**
             * Format: int32
             * @description 一次报名最多几个人，含本人。
             */
            maxParty: number;
            questions: components["schemas"]["Question"][];
            /** @description 报名须同意的约定，心理咨询才有，其余为空。 */
            consentAsked: string;
            /**
             * Format: int32
             * @description 未满这个周岁的人参加，须监护人同意；0 为不问。
             */
            guardianUnder: number;
            /** @description 按时间先后。 */
            sessions: components["schemas"]["SessionScreen"][];
            /** @description 活动取消的原因；没有取消则为空。 */
            cancelledWhy: string;
            /** @description 活动资料的网址，到场的人在活动后才有，其余为空。 */
            materialUrl: string;
            /** @description 报名或候补时可以请求订阅的模板，供 wx.requestSubscribeMessage 使用；不同意也能报名。 */
            templates: string[];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        EventTicket: {
            /** @description 票号，扫不了码时读给工作人员。 */
            code: string;
            /** @description 这一天的密钥，十六进制。码是 RFC 6238 的 TOTP：HMAC-SHA256，30 秒，8 位；二维码的内容是 CSRME-E:票号:码。不要显示，也不要外传。 */
            key: string;
            /** @description 一起来的人，本人在前。 */
            names: string[];
            /** Format: int64 */
            eventId: number;
            event: string;
            /** @description 场次名称，只有一场时可以为空。 */
            session: string;
            /** @description 线上活动为空。 */
            place: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /**
             * Format: date-time
             * @description 已签到的时间；没有签到则为 null。
             */
            enteredAt: null | string;
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        FeedbackForm: {
            /**
             * Format: int32
             * @description 1 至 5，5 为最好。
             */
            rating: number;
            /** @description 想说的话，可以为空。 */
            remark: null | string;
        };
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
        /** @enum {unknown} */
        GroupShape: "single" | "series";
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
        ListingOfContestItem: {
            items: components["schemas"]["ContestItem"][];
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
        ListingOfEventScreen: {
            items: components["schemas"]["EventScreen"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfOwnCertificate: {
            items: components["schemas"]["OwnCertificate"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
        };
        ListingOfPhotoEntryScreen: {
            items: components["schemas"]["PhotoEntryScreen"][];
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
        MakeObjection: {
            /**
             * Format: int64
             * @description 针对哪件作品；对整个名单则为 null。
             */
            entryId: null | number;
            name: string;
            /** @description 只有秘书处能看到。 */
            contact: string;
            /** @description 是否同意公开姓名；不同意时，公开处理结果只写“匿名”。 */
            isNamed: boolean;
            words: string;
        };
        MapPoint: {
            /**
             * Format: double
             * @description 纬度，GCJ-02 坐标，可以直接用于 wx.openLocation。
             */
            latitude: number;
            /**
             * Format: double
             * @description 经度。
             */
            longitude: number;
            /** Format: int64 */
            latitudeMillionths: number;
            /** Format: int64 */
            longitudeMillionths: number;
            isInChina: boolean;
        };
        /** @enum {unknown} */
        MayEnter: "yes" | "draft" | "notOpen" | "closed" | "membersOnly" | "tooMany";
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
        MyRegistration: {
            state: components["schemas"]["RegistrationState"];
            /** @description 一起来的人，本人在前。 */
            names: string[];
            answers: {
                [key: string]: string;
            };
            /** @description 同意的监护人；没有则为空。 */
            guardian: string;
            /** @description 票号。 */
            code: string;
            /**
             * Format: int32
             * @description 候补名单上的位置，从 1 起；不在候补则为 0。
             */
            position: number;
            /**
             * Format: date-time
             * @description 在这之前接受空位；没有空位则为 null。
             */
            offeredUntil: null | string;
        };
        NewEntryPhoto: {
            upload: string;
        };
        OwnCertificate: {
            /** @description 证书编号，已分组，例如 7K2M-PQ9R-TXYZ。 */
            code: string;
            /** @description 例如“荣誉证书”。 */
            heading: string;
            /** @description 证书上的姓名，可能有多位。 */
            name: string;
            unit: string;
            /** @description 例如“第二届科普摄影大赛”。 */
            occasion: string;
            /** @description 例如“单幅组一等奖”。 */
            award: string;
            /** @description 作品名；不是作品的证书则为空。 */
            work: string;
            /**
             * Format: date
             * @description 证书上的日期。
             */
            datedOn: string;
            state: components["schemas"]["CertificateState"];
            /** @description 以 / 开头，前面补上本服务的地址；已撤销则为 null。 */
            pdf: null | string;
            /** @description 以 / 开头，前面补上本服务的地址；已撤销则为 null。 */
            picture: null | string;
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
        /** @enum {unknown} */
        PhotoAiUse: "none" | "partly" | "mostly";
        /** @enum {unknown} */
        PhotoEdit: "none" | "basic" | "composite";
        PhotoEntryConsent: {
            /** @description 已阅读并同意征集说明，同意学会为公益宣传使用。 */
            agreesToRules: boolean;
            /** @description 作品为本人（和所列合作者）创作，后期处理和 AI 使用已如实说明。 */
            isOwnWork: boolean;
            /** @description 作品不含国家秘密、工作秘密和不宜公开的工程信息，需要的已经单位审查。 */
            holdsNoSecrets: boolean;
        };
        PhotoEntryScreen: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            contestId: number;
            /** @description 大赛的名称。 */
            contestTitle: string;
            state: components["schemas"]["PhotoEntryState"];
            /** @description 要改什么；没有则为空。 */
            reason: string;
            /**
             * Format: date-time
             * @description 退回的作品最晚在这时之前重新提交。
             */
            fixUntil: null | string;
            text: components["schemas"]["PhotoEntryText"];
            /** @description 按作者排的顺序。 */
            photos: components["schemas"]["EntryPhotoScreen"][];
            /**
             * Format: int32
             * @description 最多几张：按已选的组别；还没选则按照片最多的组别。
             */
            maxPhotos: number;
            /**
             * Format: int64
             * @description 封面是哪一张；还没有照片则为 null。
             */
            cover: null | number;
            /** @description 提交前还缺什么，按顺序提示；可以提交时为空。 */
            missing: string[];
            /** @description 提请作者留意、不妨碍提交的事。 */
            hints: string[];
            /** Format: date-time */
            submittedAt: null | string;
        };
        /** @enum {unknown} */
        PhotoEntryState: "draft" | "submitted" | "reviewing" | "returned" | "accepted" | "withdrawn";
        PhotoEntryText: {
            /** @description 组别的 key。 */
            group: string;
            /** @description 征集主题中的一个；没有主题则为空。 */
            subject: string;
            title: string;
            caption: string;
            place: string;
            /** @description 2026、2026-05 或 2026-05-28。 */
            takenOn: string;
            author: string;
            unit: string;
            coauthors: components["schemas"]["Coauthor"][];
            /** @description 请求回避的评委姓名，例如导师、合作者；只有秘书处能看到。 */
            avoid: string[];
            edit: components["schemas"]["PhotoEdit"];
            editNote: string;
            aiUse: components["schemas"]["PhotoAiUse"];
            aiNote: string;
        };
        PhotoGalleryItem: {
            /** Format: int64 */
            id: number;
            title: string;
            /** @description 组别的 key。 */
            group: string;
            groupName: string;
            subject: string;
            /**
             * Format: int32
             * @description 照片张数。
             */
            photoCount: number;
            cover: null | components["schemas"]["ShownPhoto"];
            edit: components["schemas"]["PhotoEdit"];
            /** @description 使用了 AI 的，画面旁须说明。 */
            aiUse: components["schemas"]["PhotoAiUse"];
            /** @description 结果公布前为 null：评审是匿名的。 */
            author: null | string;
            /** @description 结果公布前为 null。 */
            unit: null | string;
            /**
             * Format: int32
             * @description 计票前为 null。
             */
            votes: null | number;
            /** @description 本人是否投了它。 */
            myVote: boolean;
            /** @description 是本人的作品，不能给它投票。 */
            isMine: boolean;
        };
        PhotoGalleryPage: {
            items: components["schemas"]["PhotoGalleryItem"][];
            /** @description 要看后面的，把它作为 after 传回来；到头了是 null。 */
            next: null | string;
            voting: components["schemas"]["VotingStage"];
            /**
             * Format: date-time
             * @description 不设投票则为 null。
             */
            voteOpensAt: null | string;
            /**
             * Format: date-time
             * @description 在这之前投票。不设投票则为 null。
             */
            voteClosesAt: null | string;
            /** @description 谁可以投票。 */
            voters: components["schemas"]["Crowd"];
            /**
             * Format: int32
             * @description 每人共有几票。
             */
            votesEach: number;
            /**
             * Format: int32
             * @description 本人还可以投几票。
             */
            votesLeft: number;
        };
        PhotoGalleryScreen: {
            /** Format: int64 */
            contestId: number;
            /** @description 作品说明，几段文字。 */
            caption: string;
            place: string;
            /** @description 2026、2026-05 或 2026-05-28。 */
            takenOn: string;
            editNote: string;
            aiNote: string;
            /** @description 合作者；结果公布前为 null。 */
            coauthors: null | components["schemas"]["Coauthor"][];
            /** @description 按顺序。 */
            photos: components["schemas"]["ShownPhoto"][];
            voting: components["schemas"]["VotingStage"];
            /** Format: date-time */
            voteOpensAt: null | string;
            /** Format: date-time */
            voteClosesAt: null | string;
            voters: components["schemas"]["Crowd"];
            /** Format: int32 */
            votesEach: number;
            /** Format: int32 */
            votesLeft: number;
            /** Format: int64 */
            id: number;
            title: string;
            /** @description 组别的 key。 */
            group: string;
            groupName: string;
            subject: string;
            /**
             * Format: int32
             * @description 照片张数。
             */
            photoCount: number;
            cover: null | components["schemas"]["ShownPhoto"];
            edit: components["schemas"]["PhotoEdit"];
            /** @description 使用了 AI 的，画面旁须说明。 */
            aiUse: components["schemas"]["PhotoAiUse"];
            /** @description 结果公布前为 null：评审是匿名的。 */
            author: null | string;
            /** @description 结果公布前为 null。 */
            unit: null | string;
            /**
             * Format: int32
             * @description 计票前为 null。
             */
            votes: null | number;
            /** @description 本人是否投了它。 */
            myVote: boolean;
            /** @description 是本人的作品，不能给它投票。 */
            isMine: boolean;
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
        Prize: {
            group: string;
            name: string;
            /** Format: int32 */
            count: number;
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
        PublicObjection: {
            /** @description 姓名，或“匿名”。 */
            name: string;
            /** @description 针对的作品；对整个名单则为空。 */
            title: string;
            upheld: boolean;
            decision: string;
            /** Format: date-time */
            decidedAt: string;
        };
        Question: {
            key: string;
            /** @description 问题的文字。 */
            label: string;
            kind: components["schemas"]["QuestionKind"];
            /** @description 是否必答。须勾选的同意总是必答。 */
            required: boolean;
            /** @description 选项；别的题型为空。 */
            choices: string[];
            /**
             * Format: int32
             * @description 数字的最小值。
             */
            min: number;
            /**
             * Format: int32
             * @description 文字最长几个字，或数字的最大值。
             */
            max: number;
        };
        /** @enum {unknown} */
        QuestionKind: "text" | "choice" | "number" | "consent";
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
        RegistrationForm: {
            /** @description 一起来的人，本人在前，最多 5 人。 */
            names: null | string[];
            /** @description 报名表的回答，按问题的 key；没有问题则不带。 */
            answers: null | {
                [key: string]: string;
            };
            /** @description 名额不够时是否愿意候补；false 则名额不够时不报名，不带视为愿意。 */
            mayWait: null | boolean;
            /** @description 同意 consentAsked；活动没有要求则不带。 */
            agrees?: null | boolean;
            /** @description 参加者中有未满 guardianUnder 周岁的人；不问则不带。 */
            hasMinors?: null | boolean;
            /** @description 监护人的姓名，hasMinors 时填。 */
            guardian?: null | string;
            /** @description 监护人已同意，hasMinors 时填。 */
            guardianAgrees?: null | boolean;
        };
        /** @enum {unknown} */
        RegistrationState: "registered" | "waiting" | "offered" | "cancelled" | "declined" | "lapsed" | "unserved" | "calledOff" | "removed";
        ResultGroup: {
            name: string;
            entries: components["schemas"]["AwardedEntry"][];
        };
        ResultScreen: {
            /** Format: int64 */
            id: number;
            title: string;
            /** @description notice 公示中，noticed 公示已结束，announced 已公布。 */
            stage: components["schemas"]["ContestStage"];
            /** Format: date-time */
            noticeFrom: string;
            /**
             * Format: date-time
             * @description 在这之前可以提出异议。
             */
            noticeUntil: string;
            /** Format: date-time */
            announcedAt: null | string;
            /** @description 每个组别；人气奖排在最后。 */
            groups: components["schemas"]["ResultGroup"][];
            /** @description 已处理的异议。 */
            objections: components["schemas"]["PublicObjection"][];
            /**
             * Format: date-time
             * @description 服务器的时间。
             */
            now: string;
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
        SessionScreen: {
            /** Format: int64 */
            id: number;
            /** @description 只有一场时可以为空。 */
            title: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /** Format: int32 */
            capacity: number;
            /**
             * Format: int32
             * @description 还有几个空位，可能是一秒前的。
             */
            free: number;
            status: components["schemas"]["SessionStatus"];
            /** @description status 为 notForMe 时的原因，可以直接显示；其余为 null。 */
            whyNot: null | string;
            mine: null | components["schemas"]["MyRegistration"];
            /** @description 本人现在可以评价这一场。 */
            mayRate: boolean;
            /**
             * Format: int32
             * @description 本人给的分，1 至 5；没有评价则为 null。
             */
            rating: null | number;
        };
        /** @enum {unknown} */
        SessionStatus: "open" | "waitable" | "full" | "notOpen" | "closed" | "over" | "mine" | "needsMember" | "needsPhone" | "notForMe" | "cancelled";
        SetPhone: {
            phoneCode: string;
        };
        ShownPhoto: {
            /** @description 列表里用，最长边 320 像素。 */
            thumbnail: components["schemas"]["PrivatePicture"];
            /** @description 最长边 1440 像素。 */
            preview: components["schemas"]["PrivatePicture"];
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
             * @description 入选青年人才托举工程的年份；不写人物的文章为 0。
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
             * @description 入选青年人才托举工程的年份；不写人物的文章为 0。
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
        VoteAnswer: {
            /** @description 本人现在是否投了这件作品。 */
            myVote: boolean;
            /**
             * Format: int32
             * @description 本人在这次大赛还可以投几票。
             */
            votesLeft: number;
        };
        /** @enum {unknown} */
        VotingStage: "none" | "soon" | "open" | "closed" | "counted";
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
    listMyCertificates: {
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
                    "application/json": components["schemas"]["ListingOfOwnCertificate"];
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
    showJudgingContact: {
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
                    "application/json": components["schemas"]["ContactAnswer"];
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
    linkJudgingContact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactAnswer"];
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
                        code?: "judging.bad_code" | "session.ended";
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
    unlinkJudgingContact: {
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
    listContests: {
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
                    "application/json": components["schemas"]["ListingOfContestItem"];
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
    showContest: {
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
                    "application/json": components["schemas"]["ContestScreen"];
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
    beginPhotoEntry: {
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
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_open" | "contests.closed" | "contests.members_only" | "contests.too_many" | "session.ended";
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
    listMyPhotoEntries: {
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
                    "application/json": components["schemas"]["ListingOfPhotoEntryScreen"];
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
    showMyPhotoEntry: {
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
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
    writePhotoEntry: {
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
                "application/json": components["schemas"]["PhotoEntryText"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_editable";
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
    withdrawPhotoEntry: {
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
    submitPhotoEntry: {
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
                "application/json": components["schemas"]["PhotoEntryConsent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_open" | "contests.closed" | "contests.not_editable" | "contests.no_photo" | "contests.photo_unfit" | "contests.incomplete" | "contests.photo_count" | "contests.not_agreed" | "contests.no_phone" | "contests.members_only" | "contests.photo_taken" | "contests.photo_used";
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
    orderEntryPhotos: {
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
                "application/json": components["schemas"]["EntryPhotoOrder"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_editable" | "contests.wrong_order";
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
    addEntryPhoto: {
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
                "application/json": components["schemas"]["NewEntryPhoto"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_editable" | "contests.too_many_photos" | "contests.same_photo" | "contests.upload_gone";
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
    removeEntryPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                photo: number;
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
                    "application/json": components["schemas"]["PhotoEntryScreen"];
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
                        code?: "contests.not_editable";
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
    showContestResult: {
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
                    "application/json": components["schemas"]["ResultScreen"];
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
    objectToResult: {
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
                "application/json": components["schemas"]["MakeObjection"];
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
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "contests.no_notice" | "contests.notice_over" | "contests.not_noticed" | "session.ended";
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
    listGallery: {
        parameters: {
            query?: {
                /** @description 上一页的 next，原样传回；不带或为空则从头看起。 */
                after?: string;
                /** @description 只看这个组别，用它的 key；不带或为空则看全部。 */
                group?: string;
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
                    "application/json": components["schemas"]["PhotoGalleryPage"];
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
    showGalleryEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entryId: number;
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
                    "application/json": components["schemas"]["PhotoGalleryScreen"];
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
    giveVote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entryId: number;
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
                    "application/json": components["schemas"]["VoteAnswer"];
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
                        code?: "session.ended" | "contests.no_voting" | "contests.vote_not_open" | "contests.vote_closed" | "member.not_bound" | "contests.no_phone" | "contests.own_entry" | "contests.votes_used";
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
    takeVoteBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entryId: number;
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
                    "application/json": components["schemas"]["VoteAnswer"];
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
                        code?: "contests.vote_closed" | "session.ended";
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
    listEvents: {
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
                    "application/json": components["schemas"]["ListingOfEventScreen"];
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
    showEvent: {
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
                    "application/json": components["schemas"]["EventScreen"];
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
    rewriteRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationForm"];
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
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "event.started" | "event.too_late" | "event.offer_over" | "event.cancelled" | "event.ended" | "event.more_places" | "event.answers";
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
    registerForEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationForm"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRegistration"];
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
                        code?: "session.ended" | "event.cancelled" | "event.not_open" | "event.closed" | "event.no_phone" | "member.not_bound" | "event.level" | "event.branch" | "event.tag" | "event.dues" | "event.party" | "event.answers" | "event.no_room" | "event.full";
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
    cancelRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
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
                        code?: "event.started" | "event.too_late";
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
    acceptOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
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
                        code?: "event.started" | "event.not_offered" | "event.offer_over" | "event.cancelled" | "event.ended";
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
    showEventTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
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
                    "application/json": components["schemas"]["EventTicket"];
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
                        code?: "event.no_ticket" | "event.cancelled" | "event.ended";
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
    giveFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackForm"];
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
            /** @description 系统出错 */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "event.feedback_early" | "event.feedback_over";
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

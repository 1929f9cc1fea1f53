namespace WeChat;

internal sealed partial class OfficialAccount
{
    public async Task<string> UploadArticlePictureAsync(PictureFile picture, CancellationToken ct) =>
        (await calls.PostFileAsync("/cgi-bin/media/uploadimg", "", picture, repeatable: true, ct)).Text("url");

    public async Task<string> AddPictureAsync(PictureFile picture, CancellationToken ct) =>
        (await calls.PostFileAsync("/cgi-bin/material/add_material", "type=image", picture, repeatable: false, ct)).Text("media_id");

    public async Task<string> AddMovingPictureAsync(PictureFile picture, CancellationToken ct) =>
        (await calls.PostFileAsync("/cgi-bin/material/add_material", "type=image", picture, repeatable: false, ct)).Text("url");

    public async Task<string> AddDraftAsync(DraftArticle article, CancellationToken ct)
    {
        var answer = await calls.PostAsync(
            "/cgi-bin/draft/add",
            new
            {
                articles = new[]
                {
                    new
                    {
                        article_type = "news",
                        title = article.Title,
                        author = article.Author,
                        digest = article.Digest,
                        content = article.Content,
                        content_source_url = article.SourceUrl,
                        thumb_media_id = article.CoverId,
                    },
                },
            },
            repeatable: false,
            ct
        );
        return answer.Text("media_id");
    }

    public async Task<bool> HasDraftAsync(string mediaId, CancellationToken ct)
    {
        try
        {
            return (await calls.PostAsync("/cgi-bin/draft/get", new { media_id = mediaId }, repeatable: true, ct)).List("news_item").Count
                > 0;
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownMedia)
        {
            return false;
        }
    }

    public async Task<MassReceipt> SendToFollowersAsync(MassSend send, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(send.ClientMessageId, nameof(send));
        try
        {
            return new MassReceipt(await SendMassAsync(send, new { is_to_all = send.TagId is null, tag_id = send.TagId }, ct), false);
        }
        catch (WeChatException refusal) when (refusal is { Code: ErrCode.SentBefore, MessageId: { } messageId })
        {
            return new MassReceipt(messageId, WasSentBefore: true);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownGroup && send.TagId is null)
        {
            return new MassReceipt(await SendMassAsync(send, new { is_to_all = true, tag_id = "" }, ct), WasSentBefore: false);
        }
    }

    /// <remarks>Not repeated here although the id makes it harmless: a second call within a minute is refused (45066).</remarks>
    private async Task<long> SendMassAsync<TFilter>(MassSend send, TFilter filter, CancellationToken ct)
    {
        var answer = await calls.PostAsync(
            "/cgi-bin/message/mass/sendall",
            new
            {
                filter,
                mpnews = new { media_id = send.MediaId },
                msgtype = "mpnews",
                send_ignore_reprint = 0,
                clientmsgid = send.ClientMessageId,
            },
            repeatable: false,
            ct
        );
        return answer.Number("msg_id");
    }

    public Task PreviewAsync(string weChatId, string mediaId, CancellationToken ct) =>
        calls.DoAsync(
            "/cgi-bin/message/mass/preview",
            new
            {
                towxname = weChatId,
                mpnews = new { media_id = mediaId },
                msgtype = "mpnews",
            },
            repeatable: false,
            ct
        );

    public async Task<MassProgress> FindMassAsync(long messageId, CancellationToken ct)
    {
        try
        {
            var answer = await calls.PostAsync("/cgi-bin/message/mass/get", new { msg_id = messageId }, repeatable: true, ct);
            return answer.Text("msg_status") switch
            {
                "SEND_SUCCESS" => MassProgress.Sent,
                "SEND_FAIL" => MassProgress.Failed,
                "DELETE" => MassProgress.Deleted,
                _ => MassProgress.Sending,
            };
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownMessage)
        {
            return MassProgress.NoSuchMessage;
        }
    }

    public Task DeleteMassAsync(long messageId, CancellationToken ct) =>
        calls.DoAsync("/cgi-bin/message/mass/delete", new { msg_id = messageId }, repeatable: true, ct);

    public async Task<string> PublishAsync(string mediaId, CancellationToken ct) =>
        (await calls.PostAsync("/cgi-bin/freepublish/submit", new { media_id = mediaId }, repeatable: false, ct)).Text("publish_id");

    public async Task<PublicationProgress> FindPublicationAsync(string publishId, CancellationToken ct)
    {
        var answer = await calls.PostAsync("/cgi-bin/freepublish/get", new { publish_id = publishId }, repeatable: true, ct);
        var status = (int)answer.Number("publish_status");
        var state = status switch
        {
            0 => PublicationState.Published,
            1 => PublicationState.Running,
            _ => PublicationState.Failed,
        };
        return new PublicationProgress(state, status, answer.FirstText("article_url", "article_detail", "item") ?? "");
    }

    public async Task<ApiQuota?> GetQuotaAsync(string api, CancellationToken ct)
    {
        var answer = await calls.PostAsync("/cgi-bin/openapi/quota/get", new { cgi_path = api }, repeatable: true, ct);
        var perDay = answer.Number("quota", "daily_limit");
        // The sample of WeChat's own page has 0 for an API that may be called.
        return perDay <= 0 ? null : new ApiQuota(perDay, answer.Number("quota", "used"), answer.Number("quota", "remain"));
    }
}

using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Contests;

/// <summary>Answers an author: with the entry as it is now, or why not.</summary>
public sealed class PhotoEntryAnswers(PhotoEntryStore entries, PhotoEntryScreens screens, Database database, TimeProvider time)
{
    public async Task<Listing<PhotoEntryScreen>> ListAsync(long personId, CancellationToken ct)
    {
        var hasPhone = await PersonPhones.IsVerifiedAsync(database, personId, ct);
        var now = time.GetUtcNow();
        return new([.. (await entries.ListAsync(personId, ct)).Select(own => screens.Of(own, hasPhone, now))], now);
    }

    public async Task<Results<Ok<PhotoEntryScreen>, NotFound, ProblemHttpResult>> AnswerAsync(
        PhotoEntryOutcome outcome,
        long personId,
        long entryId,
        CancellationToken ct
    )
    {
        if (outcome is PhotoEntryOutcome.NotFound)
        {
            return TypedResults.NotFound();
        }
        if (outcome is not PhotoEntryOutcome.Done)
        {
            return WhyNot(outcome);
        }
        return await entries.FindAsync(personId, entryId, ct) is { } own
            ? TypedResults.Ok(screens.Of(own, await PersonPhones.IsVerifiedAsync(database, personId, ct), time.GetUtcNow()))
            : TypedResults.NotFound();
    }

    private static ProblemHttpResult WhyNot(PhotoEntryOutcome outcome) =>
        outcome switch
        {
            PhotoEntryOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            PhotoEntryOutcome.NotOpenYet => TypedResults.Refused("contests.not_open", "征集还没有开始。"),
            PhotoEntryOutcome.Closed => TypedResults.Refused("contests.closed", "征集已截止，不能再提交了。"),
            PhotoEntryOutcome.MembersOnly => TypedResults.Refused("contests.members_only", "本次大赛只限会员参加。请先绑定会员身份。"),
            PhotoEntryOutcome.TooMany => TypedResults.Refused("contests.too_many", "您的作品已达上限。可以撤回一件，再提交新的。"),
            PhotoEntryOutcome.NotEditable => TypedResults.Refused(
                "contests.not_editable",
                "这件作品现在不能修改。已提交的如需修改，请联系秘书处退回；已撤回的不能恢复。"
            ),
            PhotoEntryOutcome.Incomplete => TypedResults.Refused("contests.incomplete", "作品信息还没有填完，请按提示补全。"),
            PhotoEntryOutcome.NoPhone => TypedResults.Refused("contests.no_phone", "请先验证手机号，方便秘书处与您联系。"),
            PhotoEntryOutcome.NotAgreed => TypedResults.Refused(
                "contests.not_agreed",
                "请先阅读并同意征集说明，并确认作品为本人创作、不含涉密内容。"
            ),
            PhotoEntryOutcome.Done or PhotoEntryOutcome.NotFound => throw new InvalidOperationException("It is no refusal."),
            _ => WhyNotThesePhotos(outcome),
        };

    private static ProblemHttpResult WhyNotThesePhotos(PhotoEntryOutcome outcome) =>
        outcome switch
        {
            PhotoEntryOutcome.TooManyPhotos => TypedResults.Refused(
                "contests.too_many_photos",
                $"照片已达上限：单幅 1 张，组照最多 {ContestGroup.MaxSeries} 张。请先删除一张，再添加新的。"
            ),
            PhotoEntryOutcome.SamePhoto => TypedResults.Refused("contests.same_photo", "这张照片已经在作品里了，请换一张。"),
            PhotoEntryOutcome.UploadGone => TypedResults.Refused(
                "contests.upload_gone",
                "上传的文件已过期或已用在别的作品里，请重新上传。"
            ),
            PhotoEntryOutcome.WrongOrder => TypedResults.Refused("contests.wrong_order", "作品里的照片已有变化，请刷新后再排序。"),
            PhotoEntryOutcome.NoPhoto => TypedResults.Refused("contests.no_photo", "还没有添加照片。"),
            PhotoEntryOutcome.PhotoCount => TypedResults.Refused(
                "contests.photo_count",
                $"照片张数与组别不符：单幅只能有 1 张，组照须 {ContestGroup.MinSeries} 至 {ContestGroup.MaxSeries} 张。"
            ),
            PhotoEntryOutcome.PhotoUnfit => TypedResults.Refused("contests.photo_unfit", "有照片不能用，请按照片下面的提示更换。"),
            PhotoEntryOutcome.PhotoTaken => TypedResults.Refused(
                "contests.photo_taken",
                "其中一张照片已由他人提交过，不能重复参赛。如有疑问，请联系秘书处。"
            ),
            PhotoEntryOutcome.PhotoUsed => TypedResults.Refused(
                "contests.photo_used",
                "其中一张照片已在您的另一件作品里提交过。请换一张，或先撤回那件作品。"
            ),
            _ => throw new InvalidOperationException($"{outcome} has no words."),
        };
}

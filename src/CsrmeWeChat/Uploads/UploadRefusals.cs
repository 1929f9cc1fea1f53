using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Uploads;

/// <summary>What a phone is told when it is told no.</summary>
internal static class UploadRefusals
{
    public static ProblemHttpResult? Of(NewUpload wanted, UploadOptions options) =>
        !options.Purposes.TryGetValue(wanted.Purpose, out var purpose) ? Malformed("uploads.purpose")
        : wanted.Size <= 0 ? Malformed("uploads.empty")
        : wanted.Size > purpose.MaxBytes ? TooLarge()
        : wanted.Sha256 is not "" && (wanted.Sha256.Length != 64 || !wanted.Sha256.All(char.IsAsciiHexDigitLower))
            ? Malformed("uploads.malformed")
        : null;

    public static ProblemHttpResult Of(BeginOutcome outcome) =>
        outcome switch
        {
            BeginOutcome.TooManyOpen => TypedResults.Refused(
                "uploads.too_many_open",
                "您有几个文件还没有传完。请先传完或放弃它们，再传新的。"
            ),
            BeginOutcome.TooMuchToday => TypedResults.Refused("uploads.too_much", "您今天上传的文件已达上限，请明天再来。"),
            BeginOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            BeginOutcome.Begun or BeginOutcome.Resumed or BeginOutcome.Known => throw new InvalidOperationException("It is no refusal."),
        };

    public static IResult Of(RemoveOutcome outcome, HttpContext context) =>
        outcome switch
        {
            RemoveOutcome.Removed => TypedResults.NoContent(),
            RemoveOutcome.Taken => TypedResults.Refused("uploads.taken", "这个文件已经提交使用，不能在这里删除。"),
            RemoveOutcome.Busy => Of(ChunkOutcome.Busy, context),
        };

    public static ProblemHttpResult Of(ChunkOutcome outcome, HttpContext context)
    {
        if (outcome is ChunkOutcome.Busy or ChunkOutcome.TooManyBodies or ChunkOutcome.Interrupted)
        {
            context.Response.Headers.RetryAfter = $"{UploadDesk.Patience.TotalSeconds:0}";
        }
        return outcome switch
        {
            ChunkOutcome.Busy => TypedResults.Refused(StatusCodes.Status423Locked, "uploads.busy", "这个文件正在上传，请几秒后再试。"),
            ChunkOutcome.WrongOffset => TypedResults.Refused("uploads.offset", "上传的位置不对，将从已收到的地方接着传。"),
            ChunkOutcome.TooLong => TooLarge(),
            ChunkOutcome.BadChecksum => Malformed("uploads.checksum_unknown"),
            ChunkOutcome.WrongChecksum => TypedResults.Refused(460, "uploads.checksum_differs", "这一段在传输中有损坏，请重传这一段。"),
            ChunkOutcome.WrongHash => TypedResults.Refused(460, "uploads.hash_differs", "收到的文件与您手机上的不一致，请重新上传。"),
            ChunkOutcome.NoRoom => NoRoom(),
            ChunkOutcome.TooManyBodies => TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests),
            ChunkOutcome.Interrupted => TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable),
            ChunkOutcome.Saved => throw new InvalidOperationException("It is no refusal."),
        };
    }

    public static ProblemHttpResult Of(DirectOutcome outcome, HttpContext context) =>
        outcome switch
        {
            DirectOutcome.Busy => Of(ChunkOutcome.Busy, context),
            DirectOutcome.Incomplete => TypedResults.Refused("uploads.incomplete", "文件还没有全部传到，将接着传缺少的部分。"),
            DirectOutcome.Differs => Of(ChunkOutcome.WrongHash, context),
            DirectOutcome.Here => throw new InvalidOperationException("It is no refusal."),
        };

    public static ProblemHttpResult Malformed(string code) =>
        TypedResults.Refused(
            StatusCodes.Status400BadRequest,
            code,
            code switch
            {
                "uploads.purpose" => "这里不接收这类文件。请更新小程序后再试。",
                "uploads.empty" => "文件是空的，请换一个文件。",
                "uploads.checksum_unknown" => "这一段的校验方式不被支持。请更新小程序后再试。",
                _ => "上传请求的格式有误。请更新小程序后再试。",
            }
        );

    public static ProblemHttpResult TooLarge() =>
        TypedResults.Refused(StatusCodes.Status413PayloadTooLarge, "uploads.too_large", "文件太大，或比开始时说的长。请压缩后再传。");

    public static ProblemHttpResult NoRoom() =>
        TypedResults.Refused(
            StatusCodes.Status507InsufficientStorage,
            "uploads.disk_full",
            "服务器的空间暂时不够，请稍后再传。已经传上来的不会丢失。"
        );

    public static ProblemHttpResult Gone() =>
        TypedResults.Refused(StatusCodes.Status410Gone, "uploads.gone", "这个上传已过期、已放弃或内容不一致，请重新上传。");
}

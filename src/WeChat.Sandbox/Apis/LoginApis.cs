using System.Security.Cryptography;

namespace WeChat.Sandbox.Apis;

internal static class LoginApis
{
    public static readonly WeChatApi[] All =
    [
        new("/sns/jscode2session", IsGet: true, (world, request) => world.OwnerOfCode(request.Query("js_code"))?.OpenId, SignIn),
        new("/wxa/business/getuserphonenumber", IsGet: false, (world, request) => world.OwnerOfCode(request.Text("code"))?.OpenId, Phone),
    ];

    private static ApiAnswer SignIn(World world, ApiRequest request)
    {
        App? app = null;
        var errCode =
            request.Query("appid") is not { } appId ? 41002
            : request.Query("secret") is not { } secret ? 41004
            : request.Query("js_code") is null ? 41008
            : request.Query("grant_type") != "authorization_code" ? 40002
            : !world.Apps.TryGetValue(appId, out app) || app.Kind != SandboxAppKind.MiniProgram ? 40013
            : app.Secret != secret ? 40125
            : app.QuotaOf(request.Api).Take(world.Now);
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        (var account, errCode) = world.UseCode(CodeKind.Login, app!, request.Query("js_code")!);
        if (account is null)
        {
            return ApiAnswer.Refuse(errCode);
        }

        account.LastVisit = world.Now;
        var sessionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

        // WeChat labels this answer as plain text.
        return account.Person.UnionId is { } unionId
            ? ApiAnswer.Ok(
                new
                {
                    session_key = sessionKey,
                    openid = account.OpenId,
                    unionid = unionId,
                },
                "text/plain"
            )
            : ApiAnswer.Ok(new { session_key = sessionKey, openid = account.OpenId }, "text/plain");
    }

    private static ApiAnswer Phone(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        if (request.Text("code") is not { Length: > 0 } code)
        {
            return ApiAnswer.Refuse(41008);
        }

        var (account, errCode) = world.UseCode(CodeKind.Phone, app, code, request.Text("openid"));
        return account is null
            ? ApiAnswer.Refuse(errCode)
            : ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    phone_info = new
                    {
                        // Only a foreign number has its area code before it.
                        phoneNumber = account.Person.CountryCode is "86"
                            ? account.Person.Phone
                            : $"+{account.Person.CountryCode}{account.Person.Phone}",
                        purePhoneNumber = account.Person.Phone,
                        countryCode = account.Person.CountryCode,
                        watermark = new { timestamp = world.Now.ToUnixTimeSeconds(), appid = app.AppId },
                    },
                }
            );
    }
}

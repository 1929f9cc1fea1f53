namespace CsrmeWeChat.Staff.Pages;

/// <summary>What is shown once, to be copied, printed or saved: a first password, or recovery codes.</summary>
/// <param name="Id">Of the element that holds it.</param>
/// <param name="File">The name of the file, where it is saved.</param>
public sealed record PaperSlip(string Id, string Title, string Advice, string Login, string File)
{
    public string? Password { get; init; }

    public IReadOnlyList<string> Codes { get; init; } = [];

    public static PaperSlip OfPassword(string title, string login, string password) =>
        new("first-password", title, "只显示这一次，请当面或分开告知本人。首次登录须修改。", login, $"初始密码-{login}.txt")
        {
            Password = password,
        };

    public static PaperSlip OfCodes(string title, string login, IReadOnlyList<string> codes) =>
        new(
            "recovery-codes",
            title,
            "手机丢失时，可用恢复码代替验证器的数字登录，每个只能用一次。它们只显示这一次，请打印或抄写后妥善保管，不要和密码放在一起。",
            login,
            $"恢复码-{login}.txt"
        )
        {
            Codes = codes,
        };
}

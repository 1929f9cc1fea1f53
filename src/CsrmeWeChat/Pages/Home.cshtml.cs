using CsrmeWeChat.Data;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Pages;

[Allowed]
public sealed class HomeModel : ConsolePage
{
    public string Greeting => China.Local(Now).Hour switch { < 5 => "夜深了", < 12 => "上午好", < 18 => "下午好", _ => "晚上好" };

    public void OnGet()
    {
    }
}

using CsrmeWeChat.Drive;

return args switch
{
    ["ports", .. var preferred] => Ports.Print(preferred),
    ["roster", var file, var count] => Roster.Write(file, int.Parse(count)),
    ["rush", var api, var wechat, var roster, var phones] => await new Season(
        new Uri(api),
        new Uri(wechat),
        Roster.Read(roster),
        int.Parse(phones)
    ).PlayAsync(),
    ["crowd", var api, var wechat, var phones] => await new Crowd(
        Season.NewClient(new Uri(api)),
        new SandboxWeChat(Season.NewClient(new Uri(wechat))),
        int.Parse(phones)
    ).WaitAndRushAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        ports PORT...                     prints each port, or a free one where it is taken
        roster FILE COUNT                 writes a made-up roster; prints the numbers of the two members who stand at the counter
        rush API WECHAT ROSTER PHONES     plays a season's day with that many phones; exit code 0 if all of it held
        crowd API WECHAT PHONES           lets bound members rush for the next benefit, and whenever the stand-in's page asks
        """
    );
    return 2;
}

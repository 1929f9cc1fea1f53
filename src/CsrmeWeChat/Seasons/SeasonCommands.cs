using System.CommandLine;
using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Seasons;

public static class SeasonCommands
{
    public static Command Seasons() => new("seasons", "年度") { Add() };

    private static Command Add()
    {
        var year = new Argument<int>("year");
        var name = new Option<string>("--name");
        var theme = new Option<string>("--theme");
        var add = new Command("add", "新建年度") { year, name, theme };
        add.Does(
            async (services, args, ct) =>
            {
                var season = NewSeason.Of(args.GetValue(year), args.GetValue(name), args.GetValue(theme));
                if (season.Faults().Select(fault => fault.Why).FirstOrDefault() is { } why)
                {
                    return CommandLine.Refuse(why);
                }
                var added = await services
                    .GetRequiredService<SeasonStore>()
                    .AddAsync(Actor.Command, season, services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
                Console.WriteLine(added ? $"{season.Year} 年度已建立。" : $"{season.Year} 年度已有，没有改动。");
                return 0;
            }
        );
        return add;
    }
}

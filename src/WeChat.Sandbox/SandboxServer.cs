namespace WeChat.Sandbox;

public static class SandboxServer
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Build().Run();
    }
}

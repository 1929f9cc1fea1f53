/// <summary>Being told to call this is how the service's process comes to load this assembly.</summary>
internal static class StartupHook
{
    public static void Initialize() { }
}

namespace CsrmeWeChat.Tests.Support;

public static class BucketArrange
{
    extension(App app)
    {
        /// <summary>A bucket that is used for real: the store goes by the real time, and so the clock does.</summary>
        public async Task UseBucketAsync()
        {
            await app.AddBucketAsync();
            app.UseRealTime();
        }

        /// <summary>The service keeps its files in a bucket of its own, from its start on.</summary>
        public async Task AddBucketAsync()
        {
            if (!app.Settings.ContainsKey("Storage:S3:Bucket"))
            {
                foreach (var (key, value) in await app.Engine.NewBucketAsync())
                {
                    app.Settings[key] = value;
                }
            }
        }

        /// <summary>The clock stands at the real time, in whole seconds, whatever other tests made of it.</summary>
        public void UseRealTime() =>
            app.Clock.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
    }
}

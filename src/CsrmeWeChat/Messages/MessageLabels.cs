namespace CsrmeWeChat.Messages;

/// <summary>The keys of states and topics in the database, and their Chinese labels.</summary>
public static class MessageLabels
{
    extension(DeliveryState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                DeliveryState.Planned => "待发送",
                DeliveryState.Leased => "发送中",
                DeliveryState.Sent => "已发送",
                DeliveryState.Confirmed => "已送达",
                DeliveryState.Failed => "发送失败",
                DeliveryState.Refused => "对方无法接收",
                DeliveryState.Unknown => "结果不明",
                DeliveryState.Skipped => "不在发送范围",
            };

        public string Badge =>
            state switch
            {
                DeliveryState.Sent or DeliveryState.Confirmed => "green",
                DeliveryState.Failed => "red",
                DeliveryState.Unknown => "yellow",
                DeliveryState.Leased => "blue",
                DeliveryState.Planned or DeliveryState.Refused or DeliveryState.Skipped => "secondary",
            };
    }

    extension(ConsentSource source)
    {
        public string Key => source.ToString().ToLowerInvariant();
    }

    extension(Topic topic)
    {
        public string Key => topic.ToString().ToLowerInvariant();

        public string Label =>
            topic switch
            {
                Topic.Benefits => "福利",
                Topic.Events => "活动",
                Topic.Contests => "征集与比赛",
                Topic.Stories => "人才故事",
                Topic.Membership => "会员服务",
            };
    }

    extension(CampaignState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                CampaignState.Draft => "草稿",
                CampaignState.Freezing => "正在生成名单",
                CampaignState.Frozen => "待发送",
                CampaignState.Running => "发送中",
                CampaignState.Paused => "已暂停",
                CampaignState.Cancelled => "已取消",
                CampaignState.Done => "已发完",
            };

        public string Badge =>
            state switch
            {
                CampaignState.Running => "blue",
                CampaignState.Done => "green",
                CampaignState.Paused => "yellow",
                CampaignState.Cancelled => "red",
                CampaignState.Draft or CampaignState.Freezing or CampaignState.Frozen => "secondary",
            };
    }
}

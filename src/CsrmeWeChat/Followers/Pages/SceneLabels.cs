namespace CsrmeWeChat.Followers.Pages;

/// <summary>The Chinese labels of how a follower found the account. Source: 获取用户基本信息, subscribe_scene.</summary>
public static class SceneLabels
{
    public static string Of(string scene) =>
        scene switch
        {
            "" => "",
            "ADD_SCENE_SEARCH" => "搜索公众号",
            "ADD_SCENE_ACCOUNT_MIGRATION" => "账号迁移",
            "ADD_SCENE_PROFILE_CARD" => "名片分享",
            "ADD_SCENE_QR_CODE" => "扫二维码",
            "ADD_SCENE_PROFILE_LINK" => "图文内名称",
            "ADD_SCENE_PROFILE_ITEM" => "图文右上角菜单",
            "ADD_SCENE_PAID" => "支付后关注",
            "ADD_SCENE_WECHAT_ADVERTISEMENT" => "微信广告",
            "ADD_SCENE_REPRINT" => "他人转载",
            "ADD_SCENE_LIVESTREAM" => "视频号直播",
            "ADD_SCENE_CHANNELS" => "视频号",
            "ADD_SCENE_WXA" => "小程序",
            _ => "其他",
        };
}

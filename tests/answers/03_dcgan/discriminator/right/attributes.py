# Layers as attributes, with biases; view at the end.
class Discriminator(nn.Module):
    def __init__(self, nc, ndf, image_size):
        super().__init__()
        self.image_size = image_size
        self.conv1 = nn.Conv2d(nc, ndf, 4, stride=2, padding=1)
        self.conv2 = nn.Conv2d(ndf, ndf * 2, 4, stride=2, padding=1)
        self.bn2 = nn.BatchNorm2d(ndf * 2)
        self.conv3 = nn.Conv2d(ndf * 2, ndf * 4, 4, stride=2, padding=1)
        self.bn3 = nn.BatchNorm2d(ndf * 4)
        top = ndf * 4
        if image_size == 64:
            top = ndf * 8
            self.conv4 = nn.Conv2d(ndf * 4, top, 4, stride=2, padding=1)
            self.bn4 = nn.BatchNorm2d(top)
        self.out = nn.Conv2d(top, 1, 4)

    def forward(self, x):
        leaky = nn.functional.leaky_relu
        x = leaky(self.conv1(x), 0.2)
        x = leaky(self.bn2(self.conv2(x)), 0.2)
        x = leaky(self.bn3(self.conv3(x)), 0.2)
        if self.image_size == 64:
            x = leaky(self.bn4(self.conv4(x)), 0.2)
        return self.out(x).view(x.size(0), 1)
